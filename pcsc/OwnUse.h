#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace cardwright::pcsc {

/// Which of this desk's own commands is in which reader at this moment. A thread that hangs in SCardTransmit keeps its transaction, so
/// to pcscd the reader is in use, by us: only this tells a card that fell silent from a reader that somebody uses, and from a card that
/// is at a long piece of work (making an RSA key). Any thread.
class OwnUse {
public:
    using Clock = std::chrono::steady_clock;
    struct UnderWay {
        std::uint64_t number = 0;      ///< a running number; 0: there is no command in this reader
        Clock::time_point until{};     ///< as long may it take
        bool person = false;           ///< somebody is asked to type on the reader
    };
    UnderWay commandIn(const std::string& reader) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_commands.find(reader);
        return found == m_commands.end() ? UnderWay{} : found->second;
    }

    /// One command, from before it is sent until it was answered.
    class Command {
    public:
        Command(OwnUse& use, const std::string& reader, std::chrono::milliseconds within, bool person = false) : m_use(use), m_reader(reader)
        {
            const std::lock_guard lock(m_use.m_mutex);
            m_use.m_commands[m_reader] = {++m_use.m_last, Clock::now() + within, person};
        }
        ~Command()
        {
            const std::lock_guard lock(m_use.m_mutex);
            m_use.m_commands.erase(m_reader);
        }
        Command(const Command&) = delete;
        Command& operator=(const Command&) = delete;

    private:
        OwnUse& m_use;
        const std::string& m_reader;
    };

private:
    mutable std::mutex m_mutex;
    std::map<std::string, UnderWay> m_commands;
    std::uint64_t m_last = 0;
};

} // namespace cardwright::pcsc
