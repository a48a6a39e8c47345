#include "core/registers/CsvReader.h"

#include <algorithm>
#include <array>

namespace cardwright {

namespace {

constexpr int atEnd = -1;

bool endsLine(int letter) { return letter == '\n' || letter == '\r'; }

} // namespace

bool CsvReader::fill()
{
    if (m_at < m_piece.size()) return true;
    m_at = 0;
    return m_text.next(m_piece);
}

int CsvReader::peek() { return fill() ? static_cast<unsigned char>(m_piece[m_at]) : atEnd; }

void CsvReader::take() { ++m_at; }

void CsvReader::note(CsvRecord& record, const char* problem)
{
    if (record.problem.empty()) record.problem = problem;
}

void CsvReader::endLine(int letter)
{
    take();
    if (letter == '\r' && peek() == '\n') take();
    ++m_line;
}

void CsvReader::chooseSeparator()
{
    // The whole first line, as far as a record may go.
    for (std::string more; m_piece.size() < longestRecord && m_piece.find_first_of("\r\n", m_at) == std::string::npos && m_text.next(more);) m_piece += more;
    static constexpr std::array separators{',', ';', '\t'};
    m_separator = ',';
    std::size_t best = 0;
    for (const char separator : separators) {
        std::size_t count = 0;
        bool quoted = false;
        for (const char letter : std::string_view(m_piece).substr(m_at)) {
            if (letter == '"') quoted = !quoted;
            if (!quoted && endsLine(static_cast<unsigned char>(letter))) break;
            if (!quoted && letter == separator) ++count;
        }
        if (count > best) {
            best = count;
            m_separator = separator;
        }
    }
}

bool CsvReader::next(CsvRecord& record)
{
    record = {};
    for (int letter = peek(); endsLine(letter); letter = peek()) endLine(letter);
    if (peek() == atEnd) return false;
    if (m_separator == '\0') chooseSeparator();
    readRecord(record);
    return true;
}

void CsvReader::readRecord(CsvRecord& record)
{
    record.line = m_line;
    m_size = 0;
    for (;;) {
        std::string field;
        if (peek() == '"') {
            if (!readQuoted(record, field)) return;
        } else {
            readPlain(record, field);
        }
        if (record.fields.size() < mostFields) {
            record.fields.push_back(std::move(field));
        } else {
            note(record, "The line has more than 200 columns.");
        }
        const int letter = peek();
        if (letter == atEnd) return;
        if (endsLine(letter)) return endLine(letter);
        take(); // the separator
        // A separator at the very end of the file begins one more empty field.
        if (peek() == atEnd) {
            record.fields.emplace_back();
            return;
        }
    }
}

void CsvReader::readPlain(CsvRecord& record, std::string& field)
{
    for (int letter = peek(); letter != atEnd && letter != m_separator && !endsLine(letter); letter = peek()) {
        take();
        if (letter == '"') note(record, "A quotation mark stands in the middle of a field that has none around it.");
        if (++m_size > longestRecord || field.size() >= longestField) {
            note(record, "A field is longer than 4096 letters.");
            continue;
        }
        field += static_cast<char>(letter);
    }
}

/// False: the mark is never closed, and the rest of the file was within it.
bool CsvReader::readQuoted(CsvRecord& record, std::string& field)
{
    take();
    for (;;) {
        const int letter = peek();
        if (letter == atEnd) {
            note(record, "A quotation mark is opened here and never closed.");
            record.fields.push_back(std::move(field));
            return false;
        }
        if (endsLine(letter)) {
            endLine(letter);
            if (field.size() < longestField) field += '\n';
            ++m_size;
            continue;
        }
        take();
        if (letter == '"') {
            if (peek() != '"') break;
            take();
        }
        if (++m_size > longestRecord || field.size() >= longestField) {
            note(record, "A field is longer than 4096 letters; a quotation mark may not be closed.");
            continue;
        }
        field += static_cast<char>(letter);
    }
    for (int letter = peek(); letter != atEnd && letter != m_separator && !endsLine(letter); letter = peek()) {
        take();
        note(record, "Letters follow a closing quotation mark.");
    }
    return true;
}

} // namespace cardwright
