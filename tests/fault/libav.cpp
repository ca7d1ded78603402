// What the program calls in libavcodec, libavformat and libavutil, where it can fail.
extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

#include "tests/fault/inject.hpp"

#define FAULT_AV(result, name, parameters, arguments, failed)                                              \
  FAULT_API result name parameters {                                                                       \
    FAULT_REAL(name);                                                                                      \
    return ::fault::strikes(::fault::Family::libav, #name) ? static_cast<result>(failed) : next arguments; \
  }
#define FAULT_AV_CODE(name, parameters, arguments) FAULT_AV(int, name, parameters, arguments, AVERROR(::fault::error()))
#define FAULT_AV_NULL(result, name, parameters, arguments) FAULT_AV(result, name, parameters, arguments, nullptr)

FAULT_AV_NULL(const AVCodec*, avcodec_find_encoder_by_name, (const char* name), (name))
FAULT_AV_NULL(AVCodecContext*, avcodec_alloc_context3, (const AVCodec* codec), (codec))
FAULT_AV_NULL(AVPacket*, av_packet_alloc, (), ())
FAULT_AV_NULL(AVFrame*, av_frame_alloc, (), ())
FAULT_AV_NULL(void*, av_mallocz, (size_t size), (size))
FAULT_AV_NULL(AVBufferRef*, av_buffer_create,
              (uint8_t * data, size_t size, void (*free)(void*, uint8_t*), void* opaque, int flags),
              (data, size, free, opaque, flags))
FAULT_AV_NULL(AVStream*, avformat_new_stream, (AVFormatContext * format, const AVCodec* codec), (format, codec))
FAULT_AV_CODE(av_dict_set, (AVDictionary * *dict, const char* key, const char* value, int flags),
              (dict, key, value, flags))
FAULT_AV_CODE(av_dict_set_int, (AVDictionary * *dict, const char* key, int64_t value, int flags),
              (dict, key, value, flags))
FAULT_AV_CODE(avcodec_open2, (AVCodecContext * context, const AVCodec* codec, AVDictionary** options),
              (context, codec, options))
FAULT_AV_CODE(avcodec_send_frame, (AVCodecContext * context, const AVFrame* frame), (context, frame))
FAULT_AV_CODE(avcodec_receive_packet, (AVCodecContext * context, AVPacket* packet), (context, packet))
FAULT_AV_CODE(avformat_alloc_output_context2,
              (AVFormatContext * *context, const AVOutputFormat* format, const char* name, const char* file),
              (context, format, name, file))
FAULT_AV_CODE(avformat_write_header, (AVFormatContext * format, AVDictionary** options), (format, options))
FAULT_AV_CODE(av_write_frame, (AVFormatContext * format, AVPacket* packet), (format, packet))
FAULT_AV_CODE(av_write_trailer, (AVFormatContext * format), (format))
