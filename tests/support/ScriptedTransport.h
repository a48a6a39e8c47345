#pragma once

#include "core/card/CardErrors.h"
#include "core/card/CardTransport.h"

#include <catch2/catch.hpp>

#include <deque>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cardwright {

/// Octets from "00 A4 04 00": blanks are left out. A slip in the text fails the test.
inline Bytes octets(std::string_view text)
{
    std::string packed;
    for (const char c : text) {
        if (c != ' ' && c != '\n') packed.push_back(c);
    }
    const auto read = fromHex(packed);
    if (!read) throw std::logic_error("not hexadecimal: " + std::string(text));
    return *read;
}

/// A card that is a list of command and response pairs. The test fails when another command comes, when more come than
/// the list has, and when some are left over at the end: so "sent too much" and "sent too little" are both seen.
class ScriptedTransport final : public CardTransport {
public:
    using Answer = std::function<Bytes(ByteView command)>;

    ~ScriptedTransport() override
    {
        if (std::uncaught_exceptions() == 0 && !m_script.empty()) {
            FAIL_CHECK(m_script.size() << " scripted commands never came, the next being " << m_script.front().name());
        }
    }

    ScriptedTransport& expect(std::string_view command, std::string_view response)
    {
        return expect(octets(command), octets(response));
    }
    ScriptedTransport& expect(Bytes command, Bytes response)
    {
        return add({std::move(command), [response = std::move(response)](ByteView) { return response; }});
    }
    /// The answer is worked out from the command, which may be anything.
    ScriptedTransport& answer(Answer work) { return add({std::nullopt, std::move(work)}); }
    /// The command travels and is lost with this code (CARD-REMOVED, CARD-RESET, CARD-SILENT).
    ScriptedTransport& lose(std::string_view command, std::string code)
    {
        return add({octets(command), [code = std::move(code)](ByteView) -> Bytes { throw TransportError(code); }});
    }

    Bytes transmit(ByteView command) override
    {
        ++m_sent;
        if (m_script.empty()) return stray("a command beyond the script: " + toHex(command));
        const auto step = std::move(m_script.front());
        m_script.pop_front();
        if (step.command && !equal(*step.command, command)) return stray("expected " + step.name() + ", came " + toHex(command));
        return step.work(command);
    }
    const Bytes& atr() const override { return m_atr; }
    bool extendedLength() const override { return m_extended; }
    void resetAtEnd() noexcept override { m_reset = true; }

    void useAtr(Bytes atr) { m_atr = std::move(atr); }
    void allowExtendedLength() { m_extended = true; }
    bool resetAsked() const noexcept { return m_reset; }
    std::size_t sent() const noexcept { return m_sent; }
    std::size_t left() const noexcept { return m_script.size(); }

private:
    struct Step {
        std::optional<Bytes> command;
        Answer work;
        std::string name() const { return command ? toHex(*command) : "any command"; }
    };

    ScriptedTransport& add(Step step)
    {
        m_script.push_back(std::move(step));
        return *this;
    }
    /// FAIL_CHECK marks the test whatever the code under test does with the exception.
    [[noreturn]] Bytes stray(const std::string& what)
    {
        FAIL_CHECK(what);
        m_script.clear();
        throw std::logic_error("the script does not go on");
    }

    std::deque<Step> m_script;
    Bytes m_atr = {0x3B, 0x80, 0x80, 0x01, 0x01};
    bool m_extended = false;
    bool m_reset = false;
    std::size_t m_sent = 0;
};

} // namespace cardwright
