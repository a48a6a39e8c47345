#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "ui/theme/Theme.h"

#include <QApplication>

#include <cstdlib>

/// One application object for all cases, offscreen unless told otherwise; QT_SCALE_FACTOR is left to the caller.
int main(int count, char** words)
{
    if (!std::getenv("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(count, words);
    cardwright::ui::Theme::install(application, cardwright::ui::Appearance::Light);
    cardwright::ui::Theme::current().setMotion(false);
    return Catch::Session().run(count, words);
}
