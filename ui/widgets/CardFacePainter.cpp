#include "ui/widgets/CardFacePainter.h"

#include "ui/print/FaceRenderer.h"
#include "ui/print/TextFit.h"

#include <QCoreApplication>

#include <algorithm>

namespace cardwright::ui {

namespace {

const PrintPolicy& policyOf(const CardFaceContent& content) { return content.print ? *content.print : shippedPrintPolicy(); }

FittedText nameOf(const CardFaceContent& content)
{
    const auto& front = policyOf(content).of(PrintUse::card).front;
    const auto name = std::find_if(front.begin(), front.end(), [](const PrintElement& element) { return element.id == "name"; });
    if (name == front.end()) return {};
    return fitByShrinking(*name, content.givenName + QLatin1Char('\n') + content.familyName);
}

} // namespace

double CardFacePainter::nameSize(const CardFaceContent& content) { return nameOf(content).size; }

bool CardFacePainter::nameFits(const CardFaceContent& content) { return nameOf(content).whole; }

void CardFacePainter::paint(QPainter& painter, const CardFaceContent& content, Target target)
{
    const auto& policy = policyOf(content);
    const FaceRenderer renderer(policy, policy.of(PrintUse::card));
    const auto where = target == Target::Screen ? FaceTarget::screen : FaceTarget::print;
    switch (content.kind) {
    case CardFaceContent::Kind::Blank: return renderer.paintBlank(painter, where);
    case CardFaceContent::Kind::Unknown: return renderer.paintUnknown(painter, QCoreApplication::translate("CardFace", "Unknown card"), where);
    case CardFaceContent::Kind::Personalised: break;
    }
    FaceContent face;
    face.organisation = content.organisation;
    face.givenName = content.givenName;
    face.familyName = content.familyName;
    face.userNumber = content.userNumber;
    face.portrait = content.portrait;
    renderer.paint(painter, FaceSide::front, face, where);
}

} // namespace cardwright::ui
