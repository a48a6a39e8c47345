#pragma once

#include "ui/bridge/PeoplePort.h"
#include "ui/presenters/ApplicationPresenter.h"
#include "ui/widgets/Panel.h"

#include <functional>
#include <vector>

class QVBoxLayout;

namespace cardwright::ui {

class ChoiceField;
class Field;

/// What ways to pass want besides documents: the referee of a countersigned photograph, the employer's own check, a remote check, scores.
/// The fields are the policy's; each answer is kept and judged as soon as it is given.
class EvidenceAnswers final : public Panel {
    Q_OBJECT

public:
    EvidenceAnswers(DeskHub& hub, ApplicationPresenter& application, QWidget* parent = nullptr);
    /// There is something that can be answered.
    bool offers() const { return !m_entries.empty(); }
    /// Something is answered already.
    bool begun() const;
    void refresh();
    void takeFocus();

private:
    struct Entry {
        std::string id;
        std::function<void(const std::string&)> show;
        QWidget* focus;
        QWidget* part;          ///< the whole field
        std::string opensWith;  ///< shown once this is answered
    };
    void addBlock(const QString& title, const std::vector<EvidenceWantField>& wants, const std::string& opensWith);
    void addWant(const EvidenceWantField& want, const std::string& opensWith);
    void addTick(const EvidenceWantField& want, const std::string& opensWith);
    void addDate(const EvidenceWantField& want, const std::string& opensWith);
    void addChoice(const EvidenceWantField& want, const std::string& opensWith);

    DeskHub& m_hub;
    ApplicationPresenter& m_application;
    std::vector<Entry> m_entries;
    bool m_filling = false;
    int m_filledFor = -1;
};

} // namespace cardwright::ui
