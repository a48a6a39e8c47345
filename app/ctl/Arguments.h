#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cardwright::ctl {

/// `site enrol`: what the centre's operator handed over, and who is to be the first agent where there is none yet.
struct EnrolArguments {
    std::string centre;             ///< https://central.example.nhs.uk:8443
    std::string authority;          ///< SHA-256 of the centre's CA certificate, 64 hexadecimal digits: pinned from the first call on
    std::filesystem::path trust;    ///< or that certificate itself
    std::optional<int> tokenFd;     ///< the one-time token never stands in an argument
    std::string name;               ///< what this workstation is called: "desk 2"
    std::string place;
    std::string keyProtection = "file";
    std::string tpm;                ///< where the TPM is, as tpm2-tss names it; empty: the machine's own
    std::string firstAgentReader;   ///< empty: no first agent
    std::string firstAgentNumber;
    std::string firstAgentName;
    std::optional<int> firstAgentPasscodeFd;
};

/// `exception ask|list|decide`.
struct ExceptionArguments {
    std::string act;      ///< the permission asked for: "card.issue"
    std::string subject;  ///< 12 digits
    std::string request;  ///< GUID of the one to decide
    bool allow = false;
    bool refuse = false;
};

/// `card cancel|replace|lend|return`, `conformance`: what the holder's card and the reader do not say.
struct CardActArguments {
    std::optional<int> newPasscodeFd; ///< card passcode: the one that the holder chooses
    std::string card;                 ///< GUID of a card that is not in the reader
    std::string note;
    std::string incident;             ///< lost, stolen, or not brought back
    bool returned = false;            ///< the old plastic is here
    bool cutThrough = false;          ///< and was cut through its chip
    bool likeness = false;            ///< card replace: the photo on record is still a likeness
    std::string ask{};                ///< card renew: why an exception is asked for
    bool whileAlone = false;          ///< card renew: although the centre does not answer, where policy allows it
    std::string responsible;          ///< card lend: who answers for the card
    std::string telephone;
    std::string email;
    std::string borrower;
    std::string borrowerNumber;       ///< 12 digits, where they have one
    std::string identifiedBy;
    std::string until;                ///< a date
    bool present = false;             ///< the borrower stands here
    bool yesErase = false;            ///< conformance: agreed to beforehand
    bool noRsa = false;
    bool keepTries = false;
};

/// `evidence check|documents|mrz`.
struct EvidenceArguments {
    std::filesystem::path policy; ///< empty: the site's, else the one that ships
    std::string on;               ///< the day to judge by; empty: today
};

/// Of the holder's privacy notice and terms.
struct TermsArguments {
    std::optional<int> accepted; ///< the version that the holder has read and accepted: training sites only
    std::filesystem::path out;   ///< terms verify: a folder for all that OpenSSL needs
};

/// `position ...`, `request ...`.
struct AccessArguments {
    std::string holder;   ///< 12 digits; position delegate: the sponsor's
    std::string position; ///< id in the catalogue
    std::string id;       ///< GUID of the position or request
    std::vector<std::string> ids; ///< of several; position delegate: ids of the catalogue
    std::string begins;   ///< dates; empty: today
    std::string ends;
    int days = 30;
    bool closedToo = false;
    bool changes = false; ///< position open: one that is there
    std::string title;
    std::string jobRole;
    std::string area;
    std::vector<std::string> activities;
    std::vector<std::string> systems;
    std::string odsCode;
    std::string approvedBy;
    std::string kind;        ///< create, change, close; request list: also position
    std::string which = "open";
    std::string text;
    std::string closeReason; ///< of the people policy's
};

/// `photo check`.
struct PhotoArguments {
    std::filesystem::path policy; ///< empty: the site's, else the one that ships
    std::string crop;             ///< "left,top,width,height"; empty: round the face that is found
    double turn = 0;              ///< degrees, clockwise
};

/// `print ...`, `badge ...`.
struct PrintArguments {
    std::filesystem::path pdf;
    bool confirmed = false;           ///< somebody looked at the print, and it does
    std::string event;                ///< of the badges policy
    std::filesystem::path fields;     ///< JSON: name of the field, text
    std::filesystem::path photo;
    std::filesystem::path email;      ///< the text of a request
    std::vector<std::string> badges;  ///< GUIDs; none: all that wait
};

/// The command line, understood but not yet acted on.
struct Arguments {
    std::string command; ///< "site train", "issue" ...
    std::filesystem::path site;
    bool json = false;
    bool apduSummary = false;
    std::string agentReader;             ///< empty: a training site's agent signs in by itself
    std::optional<int> agentPasscodeFd;
    std::filesystem::path trayCard;      ///< training: this card file in "Training reader 2" for the length of the command
    std::string reader;
    std::optional<int> passcodeFd;
    bool onReader = false;               ///< the holder types on the reader's own keys
    bool locked = false;
    bool lastTry = false;
    bool allDue = false;                 ///< unlock: and what else is due, with the same passcode
    bool unattended = false;             ///< queue drain: nobody signs in, what is sealed waits
    std::string likeness = "portrait";   ///< unlock: "portrait" or "printed-face"
    std::filesystem::path request;
    std::string text;                    ///< what to find, whom to show, which entry to erase
    std::string reason;                  ///< why an entry is erased, an exception asked for or decided
    std::filesystem::path file;          ///< log verify: an export; log export, log checkpoint: where to
    std::filesystem::path trust;         ///< log verify: the authority that the export must chain to
    bool preview = false;                ///< people add, people import: say what would be, write nothing
    std::string typed;                   ///< people close: the word CLOSE
    std::string holder;                  ///< log export: of this person only
    bool proof = false;                  ///< log export --holder: with inclusion proofs under a checkpoint
    std::optional<std::uint16_t> centrePort;
    EnrolArguments enrol;
    ExceptionArguments exception;
    EvidenceArguments evidence;
    PhotoArguments photo;
    CardActArguments act;
    AccessArguments access;
    TermsArguments terms;
    PrintArguments print;
};

} // namespace cardwright::ctl
