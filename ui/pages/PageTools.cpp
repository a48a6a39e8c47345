#include "ui/pages/PageTools.h"

#include "ui/widgets/Label.h"
#include "ui/widgets/TextBlock.h"

#include "ui/presenters/Words.h"
#include "ui/widgets/ActionButton.h"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <QImage>
#include <QLayoutItem>
#include <QScrollArea>
#include <QTimer>

#include <memory>

namespace cardwright::ui {

void emptyLayout(QLayout* layout)
{
    while (auto* taken = layout->takeAt(0)) {
        const std::unique_ptr<QLayoutItem> item(taken);
        if (auto* inner = item->layout())
            emptyLayout(inner);
        if (auto* widget = item->widget()) {
            auto* focus = widget->focusWidget();
            if (focus && (focus == widget || widget->isAncestorOf(focus)))
                focus->clearFocus(); // else Qt walks on as if Tab had been pressed, and Enter would press what it finds
            widget->hide();
            widget->setParent(nullptr); // gone at once for those who look by name
            widget->deleteLater();
        }
    }
}

QString failureLine(const Failure& failure)
{
    const auto lines = words::failure(failure);
    return QStringLiteral("%1 %2 (%3)").arg(lines.cause, lines.next, lines.code);
}

QWidget* factLine(const QString& name, const QString& words, int nameWidth)
{
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 3, 0, 3);
    line->setSpacing(8);
    auto* label = new Label(name, TextStyle::Compact, Colour::TextMuted);
    label->setFixedWidth(nameWidth);
    line->addWidget(label, 0, Qt::AlignTop);
    line->addWidget(new TextBlock(words, TextStyle::Compact, Colour::Text), 1);
    return row;
}

QVBoxLayout* plainColumn(QWidget* widget)
{
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    return column;
}

namespace {

/// Text that wraps is as tall as it will be only after some turns of the layout.
constexpr int layoutTurns = 3;

void show(QWidget* widget, int turns)
{
    QTimer::singleShot(0, widget, [widget, turns] {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        for (auto* parent = widget->parentWidget(); parent; parent = parent->parentWidget())
            if (auto* area = qobject_cast<QScrollArea*>(parent)) {
                area->ensureWidgetVisible(widget, 0, 16);
                break;
            }
        if (turns > 1)
            show(widget, turns - 1);
    });
}

} // namespace

void bringIntoView(QWidget* widget) { show(widget, layoutTurns); }

void bindKey(QWidget* owner, const QKeySequence& key, std::function<void()> action, KeyRouter::Condition condition)
{
    if (auto* keys = KeyRouter::of(owner))
        keys->bind(key, owner, std::move(action), std::move(condition));
}

void bindKey(QWidget* owner, const QKeySequence& key, ActionButton* button, KeyRouter::Condition condition)
{
    if (auto* keys = KeyRouter::of(owner))
        keys->bind(key, button, std::move(condition));
}

PasscodeSubject subjectOf(const Holder& holder, const std::string& serial)
{
    PasscodeSubject subject;
    subject.serial = serial;
    subject.userNumber = holder.userNumber;
    if (holder.dateOfBirth)
        subject.dateOfBirth = formatDate(*holder.dateOfBirth);
    return subject;
}

PasscodeSubject subjectOf(const SubjectCard& card) { return subjectOf(card.holder.value_or(Holder{}), card.serial); }

CardFaceContent faceOf(const Holder& holder, const SiteInfo& site)
{
    CardFaceContent face;
    face.organisation = words::fromUtf8(site.name);
    face.print = site.print;
    face.userNumber = words::fromUtf8(holder.userNumber);
    const auto family = words::fromUtf8(holder.familyName);
    const auto printed = words::fromUtf8(holder.nameOnCard.empty() ? holder.legalName : holder.nameOnCard).trimmed();
    if (!family.isEmpty() && printed.endsWith(family)) {
        face.givenName = printed.left(printed.size() - family.size()).trimmed();
        face.familyName = family;
    } else {
        const auto space = printed.lastIndexOf(QLatin1Char(' '));
        face.givenName = space < 0 ? QString() : printed.left(space);
        face.familyName = printed.mid(space + 1);
    }
    if (!holder.portrait.empty())
        face.portrait = QImage::fromData(holder.portrait.data(), static_cast<int>(holder.portrait.size()));
    return face;
}

CardFaceContent blankFace(const SiteInfo& site)
{
    CardFaceContent face;
    face.kind = CardFaceContent::Kind::Blank;
    face.organisation = words::fromUtf8(site.name);
    face.print = site.print;
    return face;
}

CardFaceContent unknownFace()
{
    CardFaceContent face;
    face.kind = CardFaceContent::Kind::Unknown;
    return face;
}

QString placeLine(const SiteInfo& site)
{
    QStringList parts;
    for (const auto* part : {&site.odsCode, &site.place, &site.desk})
        if (!part->empty())
            parts << words::fromUtf8(*part);
    return parts.join(QStringLiteral(", "));
}

} // namespace cardwright::ui
