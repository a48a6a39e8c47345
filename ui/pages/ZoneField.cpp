#include "ui/pages/ZoneField.h"

#include "ui/pages/PageTools.h"
#include "ui/presenters/Words.h"
#include "ui/theme/Metrics.h"

#include <QEvent>
#include <QFontDatabase>

namespace cardwright::ui {

namespace {

constexpr int longest = 400;      // three lines of 30 with whatever a scanner puts between
constexpr int shortestWhole = 72; // two lines of 36
constexpr int lines = 3;
constexpr int padding = 20;
constexpr int pauseMillis = 350;

int charactersIn(const QString& text)
{
    int count = 0;
    for (const auto letter : text)
        if (!letter.isSpace())
            ++count;
    return count;
}

} // namespace

ZoneField::ZoneField(QWidget* parent) : FieldFrame(tr("Machine readable zone"), new QPlainTextEdit, parent), m_edit(static_cast<QPlainTextEdit*>(m_control))
{
    named(m_edit, "document-zone");
    auto font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(13);
    m_edit->setFont(font);
    m_edit->setTabChangesFocus(true);
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setUndoRedoEnabled(false);
    m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_edit->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_edit->setFixedHeight(lines * QFontMetrics(font).lineSpacing() + padding);
    m_edit->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_edit->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhUppercaseOnly);
    m_edit->installEventFilter(this);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMillis);
    connect(&m_pause, &QTimer::timeout, this, &ZoneField::sayWrong);
    clear();
    connect(m_edit, &QPlainTextEdit::textChanged, this, &ZoneField::look);
}

void ZoneField::clear()
{
    m_clearing = true;
    m_edit->clear();
    m_clearing = false;
    m_pause.stop();
    m_wrong.clear();
    clearWrong();
    setHint(tr("The lines of letters and < on the photo page: scan, paste or type them. Not kept."));
}

void ZoneField::look()
{
    if (m_clearing)
        return;
    auto text = m_edit->toPlainText();
    if (text.size() > longest) {
        clear();
        setWrong(tr("That is no zone: it has three lines of 30, or two of 36 or 44."));
        return;
    }
    clearWrong();
    m_wrong.clear();
    m_pause.stop();
    if (!m_reader || charactersIn(text) < shortestWhole)
        return;
    const auto reading = m_reader(text.toStdString());
    text.fill(QLatin1Char(' '));
    if (reading.sound) {
        clear();
        Q_EMIT read(reading);
    } else if (reading.complete && !reading.warnings.empty()) {
        m_wrong = words::fromUtf8(reading.warnings.front());
        m_pause.start();
    } else if (!reading.understood && !reading.warnings.empty()) {
        m_wrong = words::fromUtf8(reading.warnings.front()); // said on leaving: more of it may come
    }
}

void ZoneField::sayWrong()
{
    if (!m_wrong.isEmpty())
        setWrong(m_wrong);
}

bool ZoneField::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::FocusOut)
        sayWrong();
    return FieldFrame::eventFilter(watched, event);
}

} // namespace cardwright::ui
