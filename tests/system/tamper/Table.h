#pragma once

#include <functional>
#include <string>
#include <vector>

namespace cardwright::tamper {

/// What came of one tampering.
struct Noticed {
    std::string name; ///< under which it was noticed: a failure's code, a finding's, a fault's, a problem's; empty: it was not
    std::string lost; ///< what of the untouched work did not go on; empty: all of it did
};

/// One kind of tampering: a good state is made, something is done to it, and whatever must notice is run.
struct Kind {
    std::string what;
    std::string expected; ///< the detection's name
    std::function<Noticed()> act;
};

std::vector<Kind> storeRows();   ///< fields and rows of desk.sqlite
std::vector<Kind> wholeStore();  ///< the database as a whole
std::vector<Kind> journalRows(); ///< the journal inside the store
std::vector<Kind> files();       ///< what lies beside it
std::vector<Kind> exports();     ///< the journal outside the store
std::vector<Kind> checkpoints();
std::vector<Kind> envelopes();
std::vector<Kind> entries();     ///< what a desk sends
std::vector<Kind> calls();       ///< enrolment, reads, portraits
std::vector<Kind> deliveries();  ///< what a centre sends
std::vector<Kind> line();        ///< whoever stands between
std::vector<Kind> agents();      ///< cards and rosters at the sign-in

} // namespace cardwright::tamper
