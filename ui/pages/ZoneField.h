#pragma once

#include "ui/bridge/PeoplePort.h"
#include "ui/widgets/Field.h"

#include <QPlainTextEdit>
#include <QTimer>

#include <functional>

namespace cardwright::ui {

/// The machine readable zone of a travel document: typed, pasted, or from a scanner that types. Enter is the end of a line here and never
/// the page's; Tab goes on. A zone that was read whole and right is taken away at once: it holds the number.
class ZoneField final : public FieldFrame {
    Q_OBJECT

public:
    /// Asks what a text says; beside the form as it is at that moment.
    using Reader = std::function<ZoneReading(const std::string&)>;

    explicit ZoneField(QWidget* parent = nullptr);
    void setReader(Reader reader) { m_reader = std::move(reader); }
    QPlainTextEdit* edit() const { return m_edit; }
    void clear();

Q_SIGNALS:
    /// Whole and right: fill the form from it.
    void read(const cardwright::ui::ZoneReading& reading);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void look();
    void sayWrong();

    QPlainTextEdit* m_edit;
    Reader m_reader;
    QTimer m_pause; ///< a zone of one form passes through the lengths of others while it is typed
    QString m_wrong;
    bool m_clearing = false;
};

} // namespace cardwright::ui
