#pragma once

#include "core/access/ExceptionRequests.h"
#include "core/store/StoreRoom.h"

namespace cardwright {

/// Exceptions asked for at this desk or delivered from another one. Everything but id, state and times is sealed.
class Exceptions {
public:
    explicit Exceptions(StoreRoom& room) : m_room(room) {}

    /// Adds it, or takes the place of the one with this id. False when the same one is there already (a repeated delivery).
    bool put(Transaction& transaction, const ExceptionRequest& request);
    std::optional<ExceptionRequest> byId(const Guid& id);
    /// Those in this state, the oldest first.
    std::vector<ExceptionRequest> inState(ExceptionRequest::State state);
    std::vector<ExceptionRequest> about(const UserNumber& subject); ///< the newest first
    /// The newest that this agent asked for this application, as its person and documents are now.
    std::optional<ExceptionRequest> newestFor(const EvidenceCase& about, const UserNumber& requester);
    std::vector<ExceptionRequest> latest(std::size_t limit);
    /// This person (personDigest()) has this number: what was asked for them while they had none is about them from now on.
    void nameSubject(Transaction& transaction, const Sha256Digest& person, const UserNumber& number);
    /// True also signed out: how many wait, never for whom.
    std::uint64_t countInState(ExceptionRequest::State state);

private:
    StoreRoom& m_room;
};

} // namespace cardwright
