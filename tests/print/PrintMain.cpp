#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include <QGuiApplication>

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    int count = 1;
    QGuiApplication application(count, argv);
    return Catch::Session().run(argc, argv);
}
