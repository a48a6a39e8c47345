#pragma once

#include "tests/ui/pages/PolicyBook.h"
#include "tests/ui/pages/RegisterStage.h"

#include <QAbstractButton>
#include <QLabel>

namespace cardwright::ui::test {

/// People's pages, with the shipped policy judging what is typed.
struct PeopleStage : RegisterStage {
    explicit PeopleStage(QSize size = {1280, 800}) : RegisterStage(size, shippedEvidence()) {}
    FakeRegister& book() { return *desk.book; }
    void typeWho()
    {
        fill("record-givenName", QStringLiteral("Siobhan"));
        fill("record-familyName", QStringLiteral("O'Dogherty"));
        fill("record-dateOfBirth", QStringLiteral("1 5 1988"));
    }
};

/// Of every label, accessible name and description of the whole window, seen or not.
inline QString everything(const QWidget& window)
{
    QString all;
    for (const auto* widget : window.findChildren<QWidget*>()) {
        all += widget->accessibleName() + QLatin1Char('\n') + widget->accessibleDescription() + QLatin1Char('\n') + widget->toolTip() + QLatin1Char('\n');
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            all += label->text() + QLatin1Char('\n');
        if (const auto* block = qobject_cast<const TextBlock*>(widget))
            all += block->text() + QLatin1Char('\n');
        if (const auto* edit = qobject_cast<const QLineEdit*>(widget))
            all += edit->text() + QLatin1Char('\n');
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            all += button->text() + QLatin1Char('\n');
    }
    return all;
}

} // namespace cardwright::ui::test
