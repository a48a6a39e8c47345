#pragma once

#include <catch2/catch.hpp>

#include <QByteArray>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QRegularExpression>
#include <QSizeF>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace cardwright::testing {

inline QString run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    INFO(program.toStdString());
    REQUIRE(process.waitForFinished(60'000));
    REQUIRE(process.exitCode() == 0);
    return QString::fromUtf8(process.readAllStandardOutput());
}

/// A PDF on disk and what the witnesses say of it.
class Witness {
public:
    explicit Witness(const QByteArray& pdf) : m_file(m_folder.filePath(QStringLiteral("it.pdf")))
    {
        REQUIRE(pdf.startsWith("%PDF"));
        QFile file(m_file);
        REQUIRE(file.open(QIODevice::WriteOnly));
        file.write(pdf);
    }
    QImage page(int number, int dpi = 300) const
    {
        const auto out = m_folder.filePath(QStringLiteral("page-%1").arg(number));
        run(QStringLiteral("pdftoppm"), {QStringLiteral("-r"), QString::number(dpi), QStringLiteral("-f"), QString::number(number), QStringLiteral("-l"),
                                         QString::number(number), QStringLiteral("-singlefile"), QStringLiteral("-png"), m_file, out});
        return QImage(out + QStringLiteral(".png"));
    }
    QString text(int number) const
    {
        return run(QStringLiteral("pdftotext"), {QStringLiteral("-f"), QString::number(number), QStringLiteral("-l"), QString::number(number), m_file, QStringLiteral("-")});
    }
    int pages() const
    {
        const auto found = QRegularExpression(QStringLiteral("Pages:\\s+([0-9]+)")).match(run(QStringLiteral("pdfinfo"), {m_file}));
        REQUIRE(found.hasMatch());
        return found.captured(1).toInt();
    }
    QString fonts() const { return run(QStringLiteral("pdffonts"), {m_file}); }
    QString code(int number) const
    {
        page(number);
        return run(QStringLiteral("zbarimg"), {QStringLiteral("--raw"), QStringLiteral("-q"), m_folder.filePath(QStringLiteral("page-%1.png").arg(number))}).trimmed();
    }
    QSizeF boxMillimetres() const
    {
        const auto info = run(QStringLiteral("pdfinfo"), {m_file});
        const auto found = QRegularExpression(QStringLiteral("Page size:\\s+([0-9.]+) x ([0-9.]+) pts")).match(info);
        REQUIRE(found.hasMatch());
        return QSizeF(found.captured(1).toDouble(), found.captured(2).toDouble()) * 25.4 / 72.0;
    }

private:
    QTemporaryDir m_folder;
    QString m_file;
};

} // namespace cardwright::testing
