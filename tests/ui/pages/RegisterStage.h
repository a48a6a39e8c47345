#pragma once

#include "tests/ui/pages/Stage.h"
#include "ui/widgets/ActionButton.h"
#include "ui/widgets/TextBlock.h"

#include <QLineEdit>

#include <algorithm>

namespace cardwright::ui::test {

/// The window over the register: somebody is found and opened, fields are filled, buttons say why they are held.
struct RegisterStage : Stage {
    explicit RegisterStage(QSize size = {1280, 800}, std::shared_ptr<EvidenceBook> policy = nullptr) : Stage(size, std::move(policy)) {}

    /// Search, down into the list, Enter opens.
    void openPerson(const QString& words)
    {
        search(words);
        key(Qt::Key_Down);
        enter();
    }
    void fill(const char* name, const QString& words)
    {
        tabTo(name);
        get<QLineEdit>(name)->selectAll();
        if (std::all_of(words.begin(), words.end(), [](QChar sign) { return sign.unicode() < 0x80; }))
            text(words);
        else
            get<QLineEdit>(name)->insert(words); // as an input method does: there are no such keys
        settle();
    }
    QString block(const char* name) const { return get<TextBlock>(name)->text(); }
    ActionButton* button(const char* name) const { return get<ActionButton>(name); }
    bool held(const char* name) const { return button(name)->isHeld(); }
    QString why(const char* name) const { return button(name)->heldReason(); }
};

} // namespace cardwright::ui::test
