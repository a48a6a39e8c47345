#include "tests/system/privacy/WindowEyes.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QMetaProperty>
#include <QPaintEngine>
#include <QPainter>
#include <QToolTip>
#include <QWidget>

#include <algorithm>
#include <set>

namespace cardwright::testing {

namespace {

constexpr int lastOfQt = 14;    ///< Qt::StatusTipRole and what stands before it
constexpr int userRoles = 0x140; ///< of ours above Qt::UserRole
constexpr int dots = 96;

/// Takes text and nothing else.
class TextEngine final : public QPaintEngine {
public:
    TextEngine() : QPaintEngine(AllFeatures) {}
    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState&) override {}
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
    void drawImage(const QRectF&, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {}
    void drawPath(const QPainterPath&) override {}
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
    void drawPolygon(const QPoint*, int, PolygonDrawMode) override {}
    void drawTextItem(const QPointF&, const QTextItem& item) override
    {
        const auto run = item.text();
        if (run.size() > 1 && !words.isEmpty()) words += QLatin1Char('\n');
        words += run;
    }
    Type type() const override { return User; }

    QString words;
};

class TextDevice final : public QPaintDevice {
public:
    explicit TextDevice(QSize size) : m_size(size) {}
    QPaintEngine* paintEngine() const override { return &m_engine; }
    QString words() const { return m_engine.words; }

protected:
    int metric(PaintDeviceMetric what) const override
    {
        switch (what) {
        case PdmWidth: return m_size.width();
        case PdmHeight: return m_size.height();
        case PdmWidthMM: return m_size.width() * 254 / (dots * 10);
        case PdmHeightMM: return m_size.height() * 254 / (dots * 10);
        case PdmNumColors: return 1 << 24;
        case PdmDepth: return 32;
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY: return dots;
        case PdmDevicePixelRatio: return 1;
        case PdmDevicePixelRatioScaled: return static_cast<int>(devicePixelRatioFScale());
        default: return 0;
        }
    }

private:
    QSize m_size;
    mutable TextEngine m_engine;
};

QString nameOf(const QWidget& widget)
{
    for (const QWidget* at = &widget; at != nullptr; at = at->parentWidget()) {
        if (!at->objectName().isEmpty()) return at->objectName() + (at == &widget ? QString() : QStringLiteral(" > ") + QString::fromLatin1(widget.metaObject()->className()));
    }
    return QString::fromLatin1(widget.metaObject()->className());
}

/// All that it keeps as text, whatever the property is called.
QString propertiesOf(const QWidget& widget)
{
    QStringList texts;
    const auto* meta = widget.metaObject();
    for (int at = 0; at < meta->propertyCount(); ++at) {
        const auto property = meta->property(at);
        if (qstrcmp(property.name(), "styleSheet") == 0) continue;
        const auto type = property.metaType().id();
        if (type == QMetaType::QString) texts << property.read(&widget).toString();
        else if (type == QMetaType::QStringList) texts << property.read(&widget).toStringList();
    }
    for (const auto& name : widget.dynamicPropertyNames()) texts << widget.property(name.constData()).toString();
    return texts.join(QLatin1Char('\n'));
}

QString spokenOf(QWidget& widget)
{
    QStringList texts;
    if (auto* face = QAccessible::queryAccessibleInterface(&widget)) {
        for (const auto kind : {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help}) texts << face->text(kind);
    }
    return texts.join(QLatin1Char('\n'));
}

QString cellsOf(const QAbstractItemModel& model, const QModelIndex& parent = {})
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        for (int column = 0; column < model.columnCount(parent); ++column) {
            const auto cell = model.index(row, column, parent);
            for (int role = 0; role <= lastOfQt; ++role) texts << model.data(cell, role).toString();
            for (int role = 0; role < userRoles; ++role) texts << model.data(cell, Qt::UserRole + role).toString();
        }
        texts << cellsOf(model, model.index(row, 0, parent));
    }
    texts.removeAll(QString());
    return texts.join(QLatin1Char('\n'));
}

/// The list of a combo box, wherever its view lives at the moment.
bool offersChoices(const QWidget& widget)
{
    for (const QWidget* at = &widget; at != nullptr; at = at->parentWidget()) {
        if (qobject_cast<const QComboBox*>(at) != nullptr || qstrcmp(at->metaObject()->className(), "QComboBoxPrivateContainer") == 0) return true;
    }
    return false;
}

std::string withoutSpaces(const std::string& text)
{
    std::string tight;
    std::copy_if(text.begin(), text.end(), std::back_inserter(tight), [](unsigned char letter) { return letter > ' '; });
    return tight;
}

} // namespace

QString paintedOn(QWidget& widget)
{
    TextDevice device(widget.size());
    widget.render(&device);
    return device.words();
}

std::vector<Sighting> everythingShown(const std::string& where)
{
    std::vector<Sighting> seen;
    const auto add = [&](const QString& place, const QString& text, bool choices = false) {
        if (!text.trimmed().isEmpty()) seen.push_back({where + ": " + place.toStdString(), text.toStdString(), choices});
    };
    for (auto* window : QApplication::topLevelWidgets()) {
        if (window->isVisible()) add(QStringLiteral("painted on ") + nameOf(*window), paintedOn(*window));
    }
    for (auto* widget : QApplication::allWidgets()) {
        const bool choices = offersChoices(*widget);
        add(nameOf(*widget), propertiesOf(*widget), choices && qobject_cast<QComboBox*>(widget) == nullptr);
        if (!choices) add(QStringLiteral("spoken of ") + nameOf(*widget), spokenOf(*widget));
        if (const auto* box = qobject_cast<QComboBox*>(widget)) add(QStringLiteral("offered by ") + nameOf(*widget), cellsOf(*box->model()), true);
        const auto* view = qobject_cast<QAbstractItemView*>(widget);
        if (view != nullptr && view->model() != nullptr) add(QStringLiteral("cells of ") + nameOf(*widget), cellsOf(*view->model()), choices);
    }
    add(QStringLiteral("clipboard"), QGuiApplication::clipboard()->text());
    add(QStringLiteral("tool tip"), QToolTip::text());
    return seen;
}

std::vector<std::string> placesOf(const std::vector<std::string>& words, const std::vector<Sighting>& sightings, bool alsoChoices)
{
    std::set<std::string> places;
    for (const auto& sighting : sightings) {
        if (sighting.choices && !alsoChoices) continue;
        const auto tight = withoutSpaces(sighting.text);
        for (const auto& word : words) {
            if (sighting.text.find(word) != std::string::npos || tight.find(withoutSpaces(word)) != std::string::npos) places.insert(word + " in " + sighting.where);
        }
    }
    return {places.begin(), places.end()};
}

} // namespace cardwright::testing
