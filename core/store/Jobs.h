#pragma once

#include "core/base/Guid.h"
#include "core/identity/UserNumber.h"
#include "core/store/StoreRoom.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cardwright {

enum class JobState {
    open,
    unknown,   ///< its thread was given up; the card must be probed before anything else
    done,
    abandoned,
};

std::string_view nameOf(JobState state) noexcept;

/// A card job: what it is to do and to which card. data is the job's own JSON (never a passcode or a key).
struct JobRecord {
    Guid id;
    std::string kind; ///< "issue", "unlock", "touch"
    JobState state = JobState::open;
    Guid card;
    std::optional<UserNumber> holder;
    std::optional<std::string> serial;
    std::int64_t openedAt = 0;
    std::optional<std::int64_t> closedAt;
    std::string data = "{}";
    /// Another desk of the site began it, or went on with it: its plan came by the centre, its steps are not all here. What has no
    /// outcome on record may have been done.
    bool elsewhere = false;

    friend bool operator==(const JobRecord&, const JobRecord&) = default;
};

/// One line of the step record: intent committed -> card command -> outcome committed.
struct StepRecord {
    int number = 0; ///< its place in the job, from 0
    std::string name;
    int attempts = 0; ///< how often the intent was recorded
    std::optional<std::int64_t> intentAt;
    std::optional<std::int64_t> outcomeAt; ///< nothing: what the card made of it is not known
    std::string outcome; ///< "done", "failed", a word of the step's own
    std::string data = "{}"; ///< JSON: public key, digest ...

    friend bool operator==(const StepRecord&, const StepRecord&) = default;
};

class Jobs {
public:
    explicit Jobs(StoreRoom& room) : m_room(room), m_database(room.database) {}

    void open(Transaction& transaction, const JobRecord& job);
    void setState(Transaction& transaction, const Guid& job, JobState state, std::int64_t at);
    void setSerial(Transaction& transaction, const Guid& job, std::string_view serial);
    void setData(Transaction& transaction, const Guid& job, std::string_view json);
    void setElsewhere(Transaction& transaction, const Guid& job);

    /// Records the intent of a step, again when it is repeated: its outcome is then open once more.
    void intend(Transaction& transaction, const Guid& job, int number, std::string_view name, std::int64_t at, std::string_view data = "{}");
    /// Throws STORE-WRITE when no intent was recorded.
    void conclude(Transaction& transaction, const Guid& job, int number, std::string_view outcome, std::int64_t at, std::string_view data);
    /// Forgets the steps of a closed job, when policy allows.
    void forgetSteps(Transaction& transaction, const Guid& job);

    std::optional<JobRecord> byId(const Guid& job);
    /// Reads no sealed field; nothing for a job that is not known.
    std::optional<JobState> stateOf(const Guid& job);
    std::vector<JobRecord> openJobs();
    /// The open job of this card (also one in state unknown), by GUID or by serial.
    std::optional<JobRecord> openOnCard(const Guid& card);
    std::optional<JobRecord> openOnSerial(std::string_view serial);
    /// The newest job of this kind on this card that was closed, whatever came of it.
    std::optional<JobRecord> lastClosed(const Guid& card, std::string_view kind);
    std::vector<StepRecord> steps(const Guid& job);

private:
    StoreRoom& m_room;
    Database& m_database;
};

} // namespace cardwright
