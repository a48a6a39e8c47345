#pragma once

#include "core/crypto/Envelope.h"
#include "core/sync/Inbox.h"
#include "tests/unit/store/StoreFixture.h"
#include "tests/unit/sync/FakeCentre.h"

namespace cardwright::test {

/// A desk and what a centre sends to it.
struct Post {
    Desk desk;
    FakeCentre centre;
    Post() { desk.lease(); }

    /// As the centre seals what is about somebody: to the store's certificate.
    std::string sealed(const std::string& body) const
    {
        return toBase64(envelope::seal(bytesOf(body), std::vector{EnvelopeRecipient::of(desk.keys.store)}));
    }
    /// Sealed where its kind must be.
    std::string deliver(const std::string& kind, std::string body)
    {
        const bool plain = kind == "authority" || kind == "roster" || kind == "policy" || kind == "revocation" || kind == "trust";
        return deliverAs(kind, plain ? std::move(body) : sealed(body), !plain);
    }
    /// The outcome of the last one that could be applied; empty when none could.
    std::string deliverAs(std::string kind, std::string body, bool isSealed)
    {
        centre.deliver(std::move(kind), std::move(body), Guid::random(desk.random), isSealed);
        Inbox inbox(desk.store(), desk.clock);
        inbox.receive(centre.deliveries(desk.store().journal.log(), inbox.cursor(), std::chrono::seconds(0)));
        std::string outcome;
        for (const auto& step : inbox.applyWaiting()) outcome = step.outcome;
        return outcome;
    }
};

} // namespace cardwright::test
