#include "tests/system/witness/OtherProgram.h"

#include <stdexcept>

namespace cardwright::testing {

namespace {

BackgroundTool begun(PrivatePcscd& pcscd, int slot, OtherProgram::Holds how, const std::string& then, int seconds)
{
    const auto mode = how == OtherProgram::Holds::alone ? "alone" : "hold";
    static int count = 0;
    const auto output = pcscd.folder() / ("other-" + std::to_string(++count) + ".log");
    // Not through nsenter: the process that is named is the one that was started.
    ToolRun tool({CARDWRIGHT_CARD_HOLDER, pcscd.readerName(slot), mode, then, std::to_string(seconds)});
    tool.env("PCSCLITE_CSOCK_NAME", pcscd.socket());
    auto program = tool.start(output);
    if (!program.waitFor("held")) throw std::runtime_error("the other program did not get the card: " + program.output());
    return program;
}

} // namespace

OtherProgram::OtherProgram(PrivatePcscd& pcscd, int slot, Holds how, const std::string& then, int seconds)
    : m_program(begun(pcscd, slot, how, then, seconds)), m_process(m_program.pid())
{
}

bool cardIsFree(PrivatePcscd& pcscd, int slot, std::chrono::milliseconds within)
{
    ToolRun tool({CARDWRIGHT_CARD_HOLDER, pcscd.readerName(slot), "try"});
    tool.env("PCSCLITE_CSOCK_NAME", pcscd.socket()).within(within);
    const auto done = tool.run();
    if (!done.timedOut && done.exitCode != 0) throw std::runtime_error("the other program cannot use the card: " + done.all());
    return !done.timedOut;
}

} // namespace cardwright::testing
