// The main function of tests that need widgets: offscreen, no movement, one application for all cases.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "core/base/SecureBytes.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Accessible.h"

#include <QAccessible>
#include <QApplication>

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_ACCESSIBILITY", "1");
    cardwright::SecureBytes::prepareHeap();
    QApplication application(argc, argv);
    auto& theme = cardwright::ui::Theme::install(application, cardwright::ui::Appearance::Light);
    theme.setMotion(false);
    cardwright::ui::installAccessibility();
    QAccessible::setActive(true);
    return Catch::Session().run(argc, argv);
}
