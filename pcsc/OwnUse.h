#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace cardwright::pcsc {

/// Which of this desk's own commands is in which reader at this moment. A thread that hangs in SCardTransmit keeps its transaction, so
/// to pcscd the reader is in use, by us: only this tells a card that fell silent from a reader that somebody uses. Any thread.
class OwnUse {
public:
    /// The running number of the command that is in this reader; 0: none.
    std::uint64_t commandIn(const std::string& reader) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_commands.find(reader);
        return found == m_commands.end() ? 0 : found->second;
    }

    /// One command, from before it is sent until it was answered.
    class Command {
    public:
        Command(OwnUse& use, const std::string& reader) : m_use(use), m_reader(reader)
        {
            const std::lock_guard lock(m_use.m_mutex);
            m_use.m_commands[m_reader] = ++m_use.m_last;
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
    std::map<std::string, std::uint64_t> m_commands;
    std::uint64_t m_last = 0;
};

} // namespace cardwright::pcsc
