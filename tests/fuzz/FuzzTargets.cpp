#include "tests/fuzz/FuzzTargets.h"

#include "core/base/Failure.h"
#include "core/base/Tlv.h"
#include "core/card/CardErrors.h"
#include "core/piv/Attestation.h"
#include "core/piv/CardCapabilityContainer.h"
#include "core/piv/CardProfile.h"
#include "core/piv/CertificateObject.h"
#include "core/piv/Chuid.h"
#include "core/piv/Discovery.h"
#include "core/piv/FacialImage.h"
#include "core/piv/KeyHistory.h"
#include "core/piv/PivApplication.h"
#include "core/piv/PrintedInformation.h"
#include "core/piv/SecurityObject.h"
#include "pcsc/simulator/ApduFrame.h"

#include <map>
#include <stdexcept>
#include <utility>
#include <string>

namespace cardwright::fuzz {

namespace {

void promise(bool kept, const char* what)
{
    if (!kept) throw std::logic_error(what);
}

/// Reads; writes what was read (a value that has no PIV form is refused with UsageError); reads that: it must be the same.
template <typename Object>
void roundTrip(ByteView input)
{
    Object first;
    try {
        first = Object::decode(input);
    } catch (const CardDataError&) {
        return;
    }
    Bytes written;
    try {
        written = first.encode();
    } catch (const UsageError&) {
        return;
    }
    promise(Object::decode(written).encode() == written, "what was written is not read as it was");
}

/// One answer to whatever is asked.
class OneAnswer final : public CardTransport {
public:
    explicit OneAnswer(ByteView answer) : m_answer(concat({answer, Bytes{0x90, 0x00}})) {}
    Bytes transmit(ByteView) override { return m_answer; }
    const Bytes& atr() const override { return m_atr; }
    void resetAtEnd() noexcept override {}

private:
    Bytes m_answer;
    Bytes m_atr{0x3B, 0x00};
};

template <typename Ask>
void answered(ByteView input, Ask ask)
{
    OneAnswer card(input);
    CardChannel channel(card);
    PivApplication piv(channel);
    try {
        ask(piv);
    } catch (const FailureError&) {
        // refused as unreadable
    }
}

void tlvTree(ByteView input, int depth)
{
    for (TlvReader reader(input); !reader.atEnd();) {
        const auto element = reader.next();
        promise(element.value.size() <= input.size(), "a value larger than what holds it");
        const auto again = tlv(element.tag, element.value);
        promise(TlvReader(again).expect(element.tag).size() == element.value.size(), "what was written is not read as it was");
        if (depth < 8 && (element.tag & 0x20) != 0) {
            try {
                tlvTree(element.value, depth + 1);
            } catch (const TlvError&) {
                // its inside is none
            }
        }
    }
}

void anyTlv(ByteView input)
{
    try {
        tlvTree(input, 0);
    } catch (const TlvError&) {
        // cut somewhere
    }
}

void chuid(ByteView input)
{
    roundTrip<Chuid>(input);
    const auto head = Chuid::guidInHead(input);
    try {
        const auto whole = Chuid::decode(input);
        promise(!head || *head == whole.guid, "the head tells another GUID than the whole");
        static_cast<void>(whole.signedPortion());
    } catch (const CardDataError&) {
        // the head may be readable where the whole is not
    }
    static_cast<void>(FascN::decode(input));
}

void certificate(ByteView input)
{
    roundTrip<CertificateObject>(input);
    try {
        promise(CertificateObject::decode(input).der().size() <= 64 * 1024, "a certificate beyond the cap");
    } catch (const CardDataError&) {
        // no certificate
    }
}

void facial(ByteView input)
{
    roundTrip<FacialImage>(input);
    try {
        promise(FacialImage::of(input).width > 0, "a picture without a size");
    } catch (const CardDataError&) {
        // no JPEG
    }
}

void attestation(ByteView input)
{
    const auto half = input.size() / 2;
    for (const auto& [word, issuer] : {std::pair{input, input}, std::pair{input.first(half), input.subspan(half)}}) {
        try {
            const auto read = Attestation::decode(word, issuer);
            CardPublicKey key;
            key.point = Bytes(65, 0x04);
            static_cast<void>(judge(read, key, 1, trustInMakers({read.issuer, read.certificate})));
        } catch (const CardDataError&) {
            // unreadable
        }
    }
}

void profile(ByteView input)
{
    try {
        const auto set = ProfileSet::fromJson({std::string(input.begin(), input.end())});
        static_cast<void>(set.choose(input, {}, std::nullopt).cannotDo());
    } catch (const FailureError&) {
        // refused with the field
    }
}

void select(PivApplication& piv)
{
    static const auto set = ProfileSet::shipped(); // read once: it is most of a run's time
    static_cast<void>(set.choose({}, piv.select(), std::nullopt));
}

void frame(ByteView input)
{
    const auto parsed = simulator::parseFrame(input);
    promise(!parsed || parsed->data.size() <= input.size(), "more data than travelled");
}

using Target = void (*)(ByteView);

const std::map<std::string_view, Target>& all()
{
    static const std::map<std::string_view, Target> known = {
        {"applet", applet},
        {"attestation", attestation},
        {"capability", roundTrip<CardCapabilityContainer>},
        {"certificate", certificate},
        {"chuid", chuid},
        {"csv", csv}, {"image", image},
        {"discovery", roundTrip<Discovery>},
        {"evidencepolicy", evidencePolicy},
        {"facial", facial},
        {"frame", frame},
        {"history", roundTrip<KeyHistory>},
        {"metadata", [](ByteView input) { answered(input, [](auto& piv) { piv.metadata(Slot::authentication); }); }},
        {"mrz", mrz},
        {"policies", policies},
        {"printed", roundTrip<PrintedInformation>},
        {"profile", profile},
        {"request", request},
        {"seam", seam},
        {"security", roundTrip<SecurityObject>},
        {"select", [](ByteView input) { answered(input, select); }},
        {"tlv", anyTlv},
    };
    return known;
}

} // namespace

void run(std::string_view target, ByteView input) { all().at(target)(input); }

std::vector<std::string_view> targets()
{
    std::vector<std::string_view> names;
    for (const auto& [name, work] : all()) names.push_back(name);
    return names;
}

} // namespace cardwright::fuzz
