#include "tests/card/SimulatedCard.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace cardwright;
using namespace cardwright::testing;
using simulator::CardAnswer;
using simulator::Personality;

TEST_CASE("whatever octets come, the card answers with a status word and keeps its file whole")
{
    std::mt19937 random(20261121); // the same octets at each run
    const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
    const Bytes interesting = octets("20242C4787A4CBDBC0F7F8FAFBFDFEFF");
    for (const auto personality : {Personality::strict, Personality::yubico}) {
        SimulatedCard card(personality);
        card.select();
        for (int round = 0; round < 3000; ++round) {
            if (round % 50 == 0) {
                card.select();
                card.authenticateFactory(); // deeper in; a wrong key later on is part of the noise
            }
            Bytes frame(below(40) + 1);
            std::generate(frame.begin(), frame.end(), [&] { return static_cast<std::uint8_t>(random()); });
            if (frame.size() > 5) {
                frame[0] = below(4) == 0 ? 0x10 : 0x00;
                frame[1] = interesting[below(interesting.size())];
                if (below(2) == 0) frame[2] = 0x3F, frame[3] = 0xFF;
                if (below(2) == 0) frame[3] = 0x9B;
                if (below(4) != 0) frame[4] = static_cast<std::uint8_t>(frame.size() - 5);
                if (frame.size() > 8 && below(2) == 0) frame[5] = 0x7C, frame[6] = static_cast<std::uint8_t>(frame.size() - 7), frame[7] = 0x82;
            }
            const auto answer = card.card().process(frame);
            REQUIRE(answer.kind == CardAnswer::Kind::answered);
            REQUIRE(answer.response.size() >= 2);
            REQUIRE(answer.response.size() <= 65'538);
        }
        CHECK(simulator::CardState::load(card.file()).encode().sameAs(card.card().state().encode().view()));
    }
}
