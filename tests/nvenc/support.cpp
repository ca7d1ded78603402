#include "tests/nvenc/support.hpp"

#include "tests/encoder/support.hpp"

extern "C" {
#include <libavcodec/avcodec.h>
}

namespace fp::test {
namespace {

void take_frames(AVCodecContext* context, AVFrame* frame, std::map<int64_t, std::vector<uint8_t>>& out) {
  while (avcodec_receive_frame(context, frame) >= 0) {
    std::vector<uint8_t> planes;
    for (int plane = 0; plane < 3; ++plane) {
      const int w = plane == 0 ? frame->width : frame->width / 2, h = plane == 0 ? frame->height : frame->height / 2;
      for (int y = 0; y < h; ++y) {
        const uint8_t* row = frame->data[plane] + y * frame->linesize[plane];
        planes.insert(planes.end(), row, row + w);
      }
    }
    out[frame->pts] = std::move(planes);
    av_frame_unref(frame);
  }
}

}  // namespace

nvenc::Libraries double_libraries() {
  return {.folder = FP_NVIDIA_DOUBLE};
}

void WithDouble::TearDown() {
  EXPECT_THAT(nvdouble::violations(), ::testing::IsEmpty());
  EXPECT_THAT(nvdouble::alive(), ::testing::IsEmpty());
}

std::shared_ptr<const nvenc::Device> double_device() {
  auto device = nvenc::Device::open(double_libraries());
  if (device) return *device;
  ADD_FAILURE() << to_string(device.error().front());
  return nullptr;
}

nvenc::Settings small_settings(nvenc::Codec codec) {
  return {.codec = codec,
          .width = 128,
          .height = 96,
          .fps = {30, 1},
          .gop = 12,
          .effort = 4,
          .b_frames = 2,
          .qp = {15, 18, 20}};
}

Result<Segment> encode_segment(std::shared_ptr<const nvenc::Device> device, const nvenc::Settings& settings,
                               int64_t first, int64_t frames) {
  auto session = nvenc::Session::open(std::move(device), settings);
  if (!session) return fail(std::move(session.error()));
  Segment segment{.first = first, .frames = frames, .header = (*session)->header(), .reorder = (*session)->reorder()};
  std::vector<nvenc::Picture> pictures;
  for (int64_t n = 0; n < frames; ++n) {
    const FramePtr frame = fp::testing::pattern_frame(settings.width, settings.height, first + n);
    if (auto sent = (*session)->encode(frame, n, pictures); !sent) return fail(std::move(sent.error()));
  }
  if (auto rest = (*session)->finish(pictures); !rest) return fail(std::move(rest.error()));
  for (nvenc::Picture& p : pictures) segment.packets.push_back({std::move(p.data), p.pts, p.key});
  return segment;
}

std::map<int64_t, std::vector<uint8_t>> decoded(const Segment& segment, bool hevc, std::string* color) {
  std::map<int64_t, std::vector<uint8_t>> out;
  AVCodecContext* context = avcodec_alloc_context3(avcodec_find_decoder(hevc ? AV_CODEC_ID_HEVC : AV_CODEC_ID_H264));
  context->thread_count = 1;
  context->extradata = static_cast<uint8_t*>(av_mallocz(segment.header.size() + AV_INPUT_BUFFER_PADDING_SIZE));
  context->extradata_size = static_cast<int>(segment.header.size());
  std::copy(segment.header.begin(), segment.header.end(), context->extradata);
  EXPECT_GE(avcodec_open2(context, context->codec, nullptr), 0);
  AVPacket* packet = av_packet_alloc();
  AVFrame* frame = av_frame_alloc();
  for (const Packet& p : segment.packets) {
    EXPECT_GE(av_new_packet(packet, static_cast<int>(p.data.size())), 0);
    std::copy(p.data.begin(), p.data.end(), packet->data);
    packet->pts = p.pts;
    EXPECT_GE(avcodec_send_packet(context, packet), 0);
    av_packet_unref(packet);
    take_frames(context, frame, out);
  }
  avcodec_send_packet(context, nullptr);
  take_frames(context, frame, out);
  if (color != nullptr) {
    *color = std::to_string(context->color_primaries) + "/" + std::to_string(context->color_trc) + "/" +
             std::to_string(context->colorspace) + "/" + std::to_string(context->color_range) + "/" +
             std::to_string(context->chroma_sample_location);
  }
  av_packet_free(&packet);
  av_frame_free(&frame);
  avcodec_free_context(&context);
  return out;
}

double mean_square(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b) {
  FP_ASSERT(a.size() == b.size() && !a.empty());
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum / static_cast<double>(a.size());
}

}  // namespace fp::test
