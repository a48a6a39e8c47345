#include "tests/bench/Site.h"

#include <fmt/format.h>

namespace cardwright::bench {

/// A sign-in in our own terms: the private operations that no program could leave out are two signatures of the card (challenge and
/// delegation), one agreement of the card (the store key) and one of its opening's, one entry's envelope (two agreements) and signature;
/// and the public ones three certificates, the challenge, the delegation.
void benchSignIn(const Size& size)
{
    Site site(size);
    site.signIn();
    site.desk().signOut();
    const auto before = OpenSslSpeed::measure();
    std::vector<double> in;
    std::vector<double> out;
    for (int round = 0; round < size.rounds; ++round) {
        in.push_back(timed([&] { site.signIn(); }));
        out.push_back(timed([&] { site.desk().signOut(); }));
    }
    const auto speed = before.with(OpenSslSpeed::measure());
    const double floor = 3 / speed.p256SignsOneThread + 4 / speed.p256AgreementsOneThread + 5 / speed.p256VerifiesOneThread;
    const auto seconds = spreadOf(in);
    fmt::print("{{\"bench\":\"sign-in\",\"rounds\":{},\"millis\":{:.1f},\"millisLeast\":{:.1f},\"millisMost\":{:.1f},\"signOutMillis\":{:.1f},"
               "\"opensslFloorMillis\":{:.3f},\"timesFloor\":{:.1f}}}\n",
               size.rounds, seconds.median * 1e3, seconds.least * 1e3, seconds.most * 1e3, spreadOf(out).median * 1e3, floor * 1e3, seconds.median / floor);
}

} // namespace cardwright::bench
