#pragma once

#include "ui/bridge/PeoplePort.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cardwright::ui::test {

class FakeDesk;

/// What an evidence policy says, where a test wants the real one. Without it the fake desk judges by three rules of its own.
class EvidenceBook {
public:
    virtual ~EvidenceBook() = default;
    virtual std::vector<DocumentKind> kinds() const = 0;
    virtual EvidenceReport report(const IssueDraft& draft, const std::string& agent, bool mayReadRestricted) const = 0;
    virtual EvidenceRules rules() const = 0;
    virtual ZoneReading zone(const std::string& typed, const PersonFields& person, const DocumentFields& document) const = 0;
    virtual std::vector<std::string> numberWarnings(const std::string& kind, const std::string& number, const PersonFields& person) const = 0;
    virtual RecordCheck check(const PersonTexts& fields) const = 0;
    /// As the desk keeps a draft and reads it again.
    virtual std::optional<IssueDraft> kept(const IssueDraft& draft) const = 0;
};

/// The register of people, as the test says: who is known, who is like whom, what a file would do.
class FakeRegister final : public PeoplePort {
public:
    explicit FakeRegister(FakeDesk& desk) : m_desk(desk) {}

    // what the test says
    std::vector<PersonFile> files;           ///< beside FakeDesk::people; found and opened likewise
    std::vector<StarterRow> expected;
    std::vector<DuplicatePerson> alike;
    HrAnswer hrFile;                         ///< of the next preview
    std::vector<LeaverRow> leaving;
    std::optional<Failure> refuse;           ///< the next act is refused with this
    bool newCardDue = false;
    bool holdFiles = false;                  ///< answers about files wait for answerFiles()
    void answerFiles();
    // what the window asked for
    std::vector<std::size_t> pages;
    std::vector<PersonTexts> compared;
    std::optional<NewRecord> created;
    std::optional<RecordChange> changed;
    std::optional<CloseRecord> closed;
    std::string reopened; ///< number, then the reason
    std::vector<std::string> previewed;
    std::string taken;    ///< digest
    std::string kept;     ///< number, then the reason

    static PersonFile siobhan();
    static DuplicatePerson likely();

    PeopleRules rules() const override;
    EvidenceRules evidenceRules() const override;
    RecordCheck checkRecord(const PersonTexts& fields) const override;
    ZoneReading readZone(const std::string& typed, const PersonFields& person, const DocumentFields& document) const override;
    std::vector<std::string> numberWarnings(const std::string& kind, const std::string& number, const PersonFields& person) const override;
    void search(const std::string& text, std::size_t most, Then<PeopleFound> then) override;
    void open(const std::string& userNumber, Then<std::optional<PersonFile>> then) override;
    void compare(const PersonTexts& fields, Then<DuplicatesAnswer> then) override;
    void create(const NewRecord& record, Then<RecordAnswer> then) override;
    void change(const RecordChange& change, Then<RecordAnswer> then) override;
    void close(const CloseRecord& order, CardAgain again, Then<ActAnswer> then) override;
    void reopen(const std::string& userNumber, const std::string& reason, Then<ActAnswer> then) override;
    void previewFile(const std::string& path, Then<HrAnswer> then) override;
    void takeFile(const std::string& path, const std::string& digest, Then<HrAnswer> then) override;
    void leavers(Then<std::vector<LeaverRow>> then) override;
    void keepLeaver(const std::string& userNumber, const std::string& reason, Then<ActAnswer> then) override;

private:
    PersonFile* known(const std::string& userNumber);
    ActAnswer plain();
    template <typename Value>
    void later(Then<Value> then, Value value);

    void answerFile(Then<HrAnswer> then, HrAnswer answer);

    FakeDesk& m_desk;
    std::vector<std::function<void()>> m_held;
};

/// Gives the window its register. (FakeDesk has a member named people: this stands between.)
class FakeRegisterDesk : public DeskPort {
public:
    PeoplePort* people() override { return book.get(); }
    std::unique_ptr<FakeRegister> book;
    std::vector<std::string> alikeNumbers; ///< whom an application's person is much like
};

} // namespace cardwright::ui::test
