#pragma once

#include "tests/ui/pages/FakeDesk.h"
#include "ui/pages/Workbench.h"

#include <QLabel>
#include <QTest>
#include <QWidget>

#include <functional>
#include <stdexcept>

namespace cardwright::ui::test {

/// The whole window over a fake desk, driven by keys: what has the focus gets them, as with a person.
struct Stage {
    FakeDesk desk;
    Workbench bench{desk};
    DeskWindow& window = bench.window();

    explicit Stage(QSize size = {1280, 800}, std::shared_ptr<EvidenceBook> policy = nullptr) : desk(std::move(policy))
    {
        window.resize(size);
        window.show();
        settle();
    }

    void key(Qt::Key which, Qt::KeyboardModifiers with = Qt::NoModifier)
    {
        auto* focus = window.focusWidget();
        QTest::keyClick(focus ? focus : &window, which, with);
        settle();
    }
    void enter() { key(Qt::Key_Return); }

    void digits(const char* text)
    {
        for (const char* at = text; *at; ++at)
            key(static_cast<Qt::Key>(Qt::Key_0 + (*at - '0')));
    }
    void text(const QString& words)
    {
        QTest::keyClicks(window.focusWidget(), words);
        settle();
    }
    /// What begins only when the hand has rested a moment: the loop turns until it is there, on a machine of any speed.
    void until(const char* what, const std::function<bool()>& holds)
    {
        constexpr int longEnough = 90'000;
        if (!QTest::qWaitFor(holds, longEnough))
            throw std::runtime_error(std::string("not even late: ") + what);
        settle();
    }
    /// Typed where the list of people listens, and answered: a search is asked once, when the typing pauses.
    void searchFor(const QString& words)
    {
        const auto before = desk.searched.size();
        QTest::keyClicks(window.focusWidget(), words); // at once: no pause between its letters
        until("the search is asked", [&] { return desk.searched.size() > before; });
    }
    void search(const QString& words)
    {
        key(Qt::Key_K, Qt::ControlModifier);
        searchFor(words);
    }
    /// Tab until this has the focus: proof that the keyboard reaches it.
    void tabTo(const char* name)
    {
        for (int presses = 0; presses < 80; ++presses) {
            if (window.focusWidget() && window.focusWidget()->objectName() == QLatin1String(name))
                return;
            key(Qt::Key_Tab);
        }
        throw std::runtime_error(std::string("Tab never reaches ") + name);
    }

    QWidget* find(const char* name) const { return window.findChild<QWidget*>(QLatin1String(name)); }
    template <typename Widget>
    Widget* get(const char* name) const
    {
        auto* found = window.findChild<Widget*>(QLatin1String(name));
        if (!found)
            throw std::runtime_error(std::string("no widget is named ") + name);
        return found;
    }
    bool shows(const char* name) const
    {
        const auto* widget = find(name);
        return widget && widget->isVisible();
    }
    QString label(const char* name) const { return get<QLabel>(name)->text(); }
    /// What a screen reader says of it: words of what is painted by us.
    QString spoken(const char* name) const { return get<QWidget>(name)->accessibleName(); }
    QString described(const char* name) const { return get<QWidget>(name)->accessibleDescription(); }

    void closeTray()
    {
        if (shows("tray"))
            key(Qt::Key_F9);
    }
    /// `typed`: digits that are in the field already.
    void signIn(int typed = 0)
    {
        desk.agentCard(AgentCardState::ready);
        settle();
        closeTray();
        find("signin-passcode")->setFocus();
        digits(&"246813"[typed]);
        enter();
        if (!bench.hub().signedIn())
            throw std::runtime_error("sign-in did not succeed");
    }
    void holderTypes(const char* passcode)
    {
        digits(passcode);
        enter();
        digits(passcode);
        enter();
        key(Qt::Key_Return, Qt::ControlModifier);
    }
};

} // namespace cardwright::ui::test
