#include "pcsc/simulator/ApduFrame.h"

namespace cardwright::simulator {

namespace {

std::size_t pair(ByteView octets) { return static_cast<std::size_t>(octets[0]) << 8 | octets[1]; }

std::optional<ApduFrame> shortForm(ApduFrame frame, ByteView body) noexcept
{
    if (body.size() == 1) { // case 2
        frame.le = body[0] == 0 ? 256 : body[0];
        return frame;
    }
    const std::size_t lc = body[0];
    if (lc == 0 || body.size() < 1 + lc || body.size() > 2 + lc) return std::nullopt;
    frame.data = body.subspan(1, lc);
    if (body.size() == 2 + lc) frame.le = body.back() == 0 ? 256 : body.back(); // case 4
    return frame;
}

std::optional<ApduFrame> extendedForm(ApduFrame frame, ByteView body) noexcept
{
    frame.extended = true;
    const auto leOf = [](ByteView field) { return pair(field) == 0 ? std::size_t{65536} : pair(field); };
    if (body.size() == 3) { // case 2E
        frame.le = leOf(body.subspan(1));
        return frame;
    }
    if (body.size() < 3) return std::nullopt;
    const std::size_t lc = pair(body.subspan(1));
    if (lc == 0 || (body.size() != 3 + lc && body.size() != 5 + lc)) return std::nullopt;
    frame.data = body.subspan(3, lc);
    if (body.size() == 5 + lc) frame.le = leOf(body.last(2)); // case 4E
    return frame;
}

} // namespace

std::optional<ApduFrame> parseFrame(ByteView octets) noexcept
{
    if (octets.size() < 4) return std::nullopt;
    ApduFrame frame{octets[0], octets[1], octets[2], octets[3], {}, std::nullopt, false};
    const ByteView body = octets.subspan(4);
    if (body.empty()) return frame; // case 1
    if (body[0] == 0 && body.size() > 1) return extendedForm(frame, body);
    return shortForm(frame, body);
}

} // namespace cardwright::simulator
