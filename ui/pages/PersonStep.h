#pragma once

#include "ui/pages/FlowPage.h"

#include <vector>

class QStackedWidget;
class QVBoxLayout;

namespace cardwright::ui {

class Banner;
class CardFace;
class ComparePanel;
class Field;
class Panel;
class TextBlock;

/// Who it is: legal name as on the documents, date of birth, work; checked for doubles while the agent goes on.
class PersonStep final : public FlowPage {
    Q_OBJECT

public:
    PersonStep(DeskHub& hub, ApplicationPresenter& application, QWidget* parent = nullptr);
    void bindKeys() override;

Q_SIGNALS:
    void sampleWanted(const QString& id);
    void personWanted(const QString& userNumber);

protected:
    void refresh() override;
    void takeFocus() override;
    bool stepBack() override;

private:
    struct Entry {
        Field* field;
        std::string PersonFields::*member;
        const char* name;
        QString hint;
    };
    QWidget* makeForm();
    QWidget* makeSide();
    Field* addField(const QString& label, const char* objectName, std::string PersonFields::*member, const char* name, const QString& hint);
    void fillFields();
    void showProblems();
    void showDoubles();
    void goOn();      ///< what Enter does: to the evidence, or to the comparison that is due
    void compare();
    void makeComparison();
    void showForm();
    bool comparing() const;
    QString heldWhy() const;
    void showSamples();

    std::vector<Entry> m_entries;
    PrimaryButton* m_next;
    CardFace* m_face;
    TextBlock* m_faceWords;
    Field* m_chip; ///< only for a name that has no plain letters of its own
    Banner* m_double;
    Banner* m_alike;
    QStackedWidget* m_pages; ///< fields, comparison
    ComparePanel* m_comparison = nullptr;
    int m_asked = 0;
    Panel* m_samples;
    QWidget* m_samplesBlock;
    bool m_filling = false;
    int m_filledFor = 0; ///< the application's generation
};

} // namespace cardwright::ui
