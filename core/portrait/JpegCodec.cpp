#include "core/portrait/JpegCodec.h"

#include <cstdio> // jpeglib.h needs FILE before it

#include <jerror.h>
#include <jpeglib.h>

#include <csetjmp>
#include <cstdlib>

namespace cardwright {

namespace {

[[noreturn]] void damaged(const char* what) { throw PortraitError(Failure::of("PORTRAIT-DAMAGED", what)); }

/// libjpeg ends a failing call through a function that may not return: we jump back to the call. The steps that may be
/// jumped out of hold no object with a destructor.
struct ErrorEnd {
    jpeg_error_mgr manager{}; // first: libjpeg knows only this
    std::jmp_buf back{};
};

[[noreturn]] void endCall(j_common_ptr info)
{
    std::longjmp(reinterpret_cast<ErrorEnd*>(info->err)->back, 1);
}

/// A warning means that pixels were made up for data that is not there. Stray octets between segments are harmless.
void judgeMessage(j_common_ptr info, int level)
{
    if (level >= 0) return;
    const int code = info->err->msg_code;
    if (code != JWRN_EXTRANEOUS_DATA && code != JWRN_ADOBE_XFORM && code != JWRN_JFIF_MAJOR) endCall(info);
}

void keepQuiet(j_common_ptr) {}

template <typename Step>
bool survives(ErrorEnd& end, Step step)
{
    if (setjmp(end.back) != 0) return false;
    step();
    return true;
}

constexpr int mostScans = 64;

/// A progressive file may ask for hundreds of passes over the whole picture.
void capScans(j_common_ptr info)
{
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > mostScans) endCall(info);
}

void prepare(ErrorEnd& end)
{
    jpeg_std_error(&end.manager);
    end.manager.error_exit = endCall;
    end.manager.emit_message = judgeMessage;
    end.manager.output_message = keepQuiet;
}

class Reader {
public:
    explicit Reader(ByteView file) : m_file(file)
    {
        prepare(m_end);
        m_info.err = &m_end.manager;
        if (!survives(m_end, [this] { jpeg_create_decompress(&m_info); })) throw std::bad_alloc();
        m_progress.progress_monitor = capScans;
        m_info.progress = &m_progress;
    }
    ~Reader() { jpeg_destroy_decompress(&m_info); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    bool readHead()
    {
        return survives(m_end, [this] {
            jpeg_mem_src(&m_info, m_file.data(), static_cast<unsigned long>(m_file.size()));
            jpeg_save_markers(&m_info, JPEG_APP0 + 1, 0xFFFF);
            jpeg_read_header(&m_info, TRUE);
        });
    }

    bool start(int denominator)
    {
        return survives(m_end, [this, denominator] {
            m_info.out_color_space = JCS_RGB;
            m_info.scale_num = 1;
            m_info.scale_denom = static_cast<unsigned>(denominator);
            jpeg_start_decompress(&m_info);
        });
    }

    bool readRow(JSAMPLE* row)
    {
        m_row = row;
        return survives(m_end, [this] { jpeg_read_scanlines(&m_info, &m_row, 1); });
    }

    bool finish()
    {
        return survives(m_end, [this] { jpeg_finish_decompress(&m_info); });
    }

    const jpeg_decompress_struct& info() const { return m_info; }

private:
    ByteView m_file;
    ErrorEnd m_end;
    jpeg_decompress_struct m_info{};
    jpeg_progress_mgr m_progress{};
    JSAMPROW m_row = nullptr;
};

bool isPlainColour(J_COLOR_SPACE space) { return space == JCS_GRAYSCALE || space == JCS_YCbCr || space == JCS_RGB; }

struct FreeMemory {
    unsigned char* octets = nullptr;
    ~FreeMemory() { std::free(octets); }
};

class Writer {
public:
    Writer()
    {
        prepare(m_end);
        m_info.err = &m_end.manager;
        if (!survives(m_end, [this] { jpeg_create_compress(&m_info); })) throw std::bad_alloc();
    }
    ~Writer() { jpeg_destroy_compress(&m_info); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    bool write(const PortraitImage& image, int quality, FreeMemory& to, unsigned long& size)
    {
        m_row = const_cast<JSAMPROW>(image.pixels.data()); // libjpeg's signature; it only reads
        return survives(m_end, [&] {
            jpeg_mem_dest(&m_info, &to.octets, &size);
            m_info.image_width = static_cast<JDIMENSION>(image.width);
            m_info.image_height = static_cast<JDIMENSION>(image.height);
            m_info.input_components = 3;
            m_info.in_color_space = JCS_RGB;
            jpeg_set_defaults(&m_info);
            jpeg_set_quality(&m_info, quality, TRUE);
            m_info.optimize_coding = TRUE;
            jpeg_start_compress(&m_info, TRUE);
            while (m_info.next_scanline < m_info.image_height) {
                jpeg_write_scanlines(&m_info, &m_row, 1);
                m_row += static_cast<std::size_t>(image.width) * 3;
            }
            jpeg_finish_compress(&m_info);
        });
    }

private:
    ErrorEnd m_end;
    jpeg_compress_struct m_info{};
    JSAMPROW m_row = nullptr;
};

} // namespace

JpegHead readJpegHead(ByteView file)
{
    Reader reader(file);
    if (!reader.readHead()) damaged("the head of the JPEG does not hold together");
    const auto& info = reader.info();
    if (!isPlainColour(info.jpeg_color_space)) {
        throw PortraitError(Failure::because("PORTRAIT-FORMAT", "The picture's colours are meant for printing presses.", "JPEG in CMYK"));
    }
    JpegHead head{static_cast<int>(info.image_width), static_cast<int>(info.image_height), 1, info.progressive_mode != 0};
    for (auto* marker = info.marker_list; marker != nullptr; marker = marker->next) {
        const int said = exifOrientation(ByteView(marker->data, marker->data_length));
        if (said != 1) head.orientation = said;
    }
    return head;
}

PortraitImage decodeJpeg(ByteView file, int denominator)
{
    Reader reader(file);
    if (!reader.readHead() || !reader.start(denominator)) damaged("the JPEG ends early or does not hold together");
    const auto& info = reader.info();
    PortraitImage image{static_cast<int>(info.output_width), static_cast<int>(info.output_height), {}};
    const auto row = static_cast<std::size_t>(image.width) * 3;
    if (info.output_components != 3) damaged("the JPEG has no red, green and blue");
    image.pixels.resize(row * static_cast<std::size_t>(image.height));
    for (int y = 0; y < image.height; ++y) {
        if (!reader.readRow(image.pixels.data() + static_cast<std::size_t>(y) * row)) damaged("the JPEG ends early or does not hold together");
    }
    if (!reader.finish()) damaged("the JPEG does not end as it should");
    return image;
}

Bytes encodeJpeg(const PortraitImage& image, int quality)
{
    FreeMemory memory;
    unsigned long size = 0;
    Writer writer;
    if (!writer.write(image, quality, memory, size)) throw FailureError(Failure::of("INTERNAL", "JPEG encoder"));
    return Bytes(memory.octets, memory.octets + size);
}

} // namespace cardwright
