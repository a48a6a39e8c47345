#pragma once

#include "core/registers/TextEncoding.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cardwright {

/// One record, and where it begins: a quoted field may have line breaks, so that records are not lines.
struct CsvRecord {
    std::vector<std::string> fields;
    std::uint64_t line = 0; ///< from 1
    std::string problem;    ///< a sentence; empty: the record is whole
};

/// RFC 4180, a record at a time in a bounded memory. Lines end with CR LF, LF or CR. The separator is the one of comma, semicolon and tab
/// that the first line has most of. A record that is not well-formed is given with what is the matter, and reading goes on after it.
class CsvReader {
public:
    static constexpr std::size_t longestField = 4'096;
    static constexpr std::size_t longestRecord = 65'536;
    static constexpr std::size_t mostFields = 200;

    explicit CsvReader(TextDecoder text) : m_text(std::move(text)) {}
    /// False at the end. Empty lines are passed over.
    bool next(CsvRecord& record);

private:
    bool fill();
    int peek();
    void take();
    void chooseSeparator();
    void readRecord(CsvRecord& record);
    bool readQuoted(CsvRecord& record, std::string& field);
    void readPlain(CsvRecord& record, std::string& field);
    void note(CsvRecord& record, const char* problem);
    void endLine(int letter);

    TextDecoder m_text;
    std::string m_piece;
    std::size_t m_at = 0;
    std::uint64_t m_line = 1;
    std::size_t m_size = 0; ///< of this record so far
    char m_separator = '\0';
};

} // namespace cardwright
