#include "ui/theme/Icons.h"
#include "ui/theme/Metrics.h"
#include "ui/theme/Theme.h"
#include "ui/theme/Type.h"
#include "ui/widgets/CardFacePainter.h"

#include <catch2/catch.hpp>

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>

using namespace cardwright::ui;

namespace {

QJsonObject tokens()
{
    QFile file(QStringLiteral(CARDWRIGHT_SOURCE_DIR "/resources/ui/tokens.json"));
    REQUIRE(file.open(QIODevice::ReadOnly));
    return QJsonDocument::fromJson(file.readAll()).object();
}

} // namespace

TEST_CASE("every pair of colours that is used holds its contrast in all three appearances")
{
    const QJsonObject all = tokens();
    const QJsonArray pairs = all.value("contrast").toArray();
    REQUIRE(pairs.size() > 60);
    for (const char* set : {"light", "dark", "highContrast"}) {
        const QJsonObject colours = all.value("color").toObject().value(set).toObject();
        for (const QJsonValue& value : pairs) {
            const QJsonObject pair = value.toObject();
            const QString text = pair.value("text").toString();
            const QString on = pair.value("on").toString();
            INFO(set << ": " << text.toStdString() << " on " << on.toStdString());
            const QColor ink(colours.value(text).toString());
            const QColor ground(colours.value(on).toString());
            REQUIRE((ink.isValid() && ground.isValid()));
            CHECK(contrastRatio(ink, ground) >= pair.value("minimum").toDouble());
        }
    }
}

TEST_CASE("the contrast formula is WCAG's")
{
    CHECK(contrastRatio(Qt::black, Qt::white) == Approx(21.0));
    CHECK(contrastRatio(Qt::white, Qt::white) == Approx(1.0));
    CHECK(contrastRatio(QColor("#767676"), Qt::white) == Approx(4.54).margin(0.01));
}

TEST_CASE("the theme gives out the file's colours, set by set")
{
    const QJsonObject sets = tokens().value("color").toObject();
    Theme& theme = Theme::current();
    for (const auto& [appearance, set] : {std::pair{Appearance::Dark, "dark"}, {Appearance::HighContrast, "highContrast"}, {Appearance::Light, "light"}}) {
        theme.setAppearance(appearance);
        for (int index = 0; index < static_cast<int>(Colour::Count); ++index) {
            const auto name = static_cast<Colour>(index);
            INFO(set << " " << tokenName(name).toStdString());
            CHECK(theme.colour(name) == QColor(sets.value(QLatin1String(set)).toObject().value(tokenName(name)).toString()));
        }
    }
    CHECK(theme.hairline() == 1);
}

TEST_CASE("lengths and type are those of the file")
{
    const QJsonObject all = tokens();
    const QJsonObject control = all.value("control").toObject();
    CHECK(control.value("primary").toInt() == metrics::controlPrimary);
    CHECK(control.value("mainAction").toInt() == metrics::mainAction);
    CHECK(control.value("keyHint").toInt() == metrics::keyHint);
    CHECK(control.value("pill").toInt() == metrics::pill);
    CHECK(control.value("tableRow").toInt() == metrics::tableRow);
    CHECK(control.value("jobRow").toInt() == metrics::jobRow);
    CHECK(control.value("keypadWidth").toInt() == metrics::keypadWidth);
    CHECK(control.value("passcodeCellHeight").toInt() == metrics::passcodeCellHeight);
    const QJsonObject layout = all.value("layout").toObject();
    CHECK(layout.value("rail").toInt() == metrics::rail);
    CHECK(layout.value("narrowBelow").toInt() == metrics::narrowBelow);
    CHECK(layout.value("readerStrip").toInt() == metrics::readerStrip);
    const QJsonObject styles = all.value("type").toObject().value("style").toObject();
    REQUIRE(styles.size() == static_cast<int>(TextStyle::Count));
    for (int index = 0; index < static_cast<int>(TextStyle::Count); ++index) {
        const auto style = static_cast<TextStyle>(index);
        const QJsonObject row = styles.value(styleName(style)).toObject();
        INFO(styleName(style).toStdString());
        CHECK(row.value("size").toInt() == fontOf(style).pixelSize());
        CHECK(row.value("line").toInt() == lineHeightOf(style));
        CHECK(row.value("weight").toInt() == fontOf(style).weight());
        CHECK(fontOf(style).pixelSize() >= 12);
    }
}

TEST_CASE("signs are tinted, kept, and forgotten with the appearance")
{
    REQUIRE(Icons::names().size() == 51);
    Icons& icons = Theme::current().icons();
    icons.forget();
    const QPixmap sharp = icons.pixmap(QStringLiteral("lock"), 20, Qt::red, 2.0);
    CHECK(sharp.size() == QSize(40, 40));
    CHECK(sharp.devicePixelRatio() == Approx(2.0));
    const QImage picture = sharp.toImage();
    bool drawn = false;
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            if (picture.pixelColor(x, y).alpha() < 200) continue;
            drawn = true;
            CHECK(picture.pixelColor(x, y).red() > 250);
            CHECK(picture.pixelColor(x, y).green() < 5);
        }
    }
    CHECK(drawn);
    icons.pixmap(QStringLiteral("lock"), 20, Qt::red, 2.0);
    CHECK(icons.kept() == 1);
    CHECK_FALSE(Icons::exists(QStringLiteral("no-such-sign")));
    Theme::current().setAppearance(Appearance::Dark);
    CHECK(Theme::current().icons().kept() == 0);
    Theme::current().setAppearance(Appearance::Light);
}

TEST_CASE("the name on the card shrinks by steps, then asks for a shorter form")
{
    CardFaceContent face;
    face.givenName = QStringLiteral("Ffion");
    face.familyName = QStringLiteral("Adeyemi");
    CHECK(CardFacePainter::nameSize(face) == Approx(4.6));
    face.familyName = QStringLiteral("Wolfeschlegelsteinhausen");
    CHECK(CardFacePainter::nameSize(face) < 4.6);
    CHECK(CardFacePainter::nameSize(face) >= 3.2 - 0.001);
    CHECK(CardFacePainter::nameFits(face));
    face.familyName = QStringLiteral("Wolfeschlegelsteinhausenbergerdorffwelche");
    CHECK(CardFacePainter::nameSize(face) == Approx(3.2).margin(0.001));
    CHECK_FALSE(CardFacePainter::nameFits(face));
}

TEST_CASE("the chip is drawn on screen and never printed")
{
    const auto colourAtChip = [](CardFacePainter::Target target) {
        QImage image(856, 540, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        painter.scale(10, 10);
        CardFaceContent blank;
        blank.kind = CardFaceContent::Kind::Blank;
        CardFacePainter::paint(painter, blank, target);
        painter.end();
        return image.pixelColor(110, 225);
    };
    CHECK(colourAtChip(CardFacePainter::Target::Screen) == QColor(0xDE, 0xC9, 0x8E));
    CHECK(colourAtChip(CardFacePainter::Target::Print) == QColor(Qt::white));
}
