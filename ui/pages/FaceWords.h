#pragma once

#include "ui/bridge/BadgePort.h"
#include "ui/bridge/PrintPort.h"
#include "ui/presenters/Words.h"
#include "ui/print/PdfFile.h"

namespace cardwright::ui {

/// The octets as they lie in the answer: they live as long as it does.
inline QByteArray pictureOf(const Bytes& portrait)
{
    return QByteArray::fromRawData(reinterpret_cast<const char*>(portrait.data()), static_cast<qsizetype>(portrait.size()));
}

/// What a card's and a badge's answer have in common. Its picture is opened by whoever draws it.
template <class Answer>
FaceContent wordsOf(const Answer& answer)
{
    FaceContent face;
    face.organisation = words::fromUtf8(answer.organisation);
    face.title = words::fromUtf8(answer.title);
    face.team = words::fromUtf8(answer.team);
    face.site = words::fromUtf8(answer.site);
    return face;
}

inline FaceContent contentOf(const PrintFace& card)
{
    auto face = wordsOf(card);
    face.givenName = words::fromUtf8(card.firstLine);
    face.familyName = words::fromUtf8(card.secondLine);
    face.userNumber = words::fromUtf8(card.userNumber);
    face.expires = words::fromUtf8(card.expires);
    face.portrait = QImage::fromData(pictureOf(card.portrait));
    return face;
}

/// Without its picture: a batch's are opened one after another (FacePages::portrait).
inline FaceContent contentOf(const BadgePrint& badge)
{
    auto face = wordsOf(badge);
    face.familyName = words::fromUtf8(badge.name);
    return face;
}

} // namespace cardwright::ui
