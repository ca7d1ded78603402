// Every shipped module disassembled: nothing in it that devices may do differently.
#include <gmock/gmock.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "engine/vulkan/pipelines.hpp"
#include "engine/vulkan/spirv.hpp"
#include "tests/vulkan/support.hpp"

namespace fp::test {
namespace {

std::string disassemble(std::span<const uint32_t> words, const std::string& name) {
  const auto folder = std::filesystem::temp_directory_path();
  const std::filesystem::path module = folder / ("fp-" + device_name() + "-" + name + ".spv");
  std::ofstream(module, std::ios::binary)
      .write(reinterpret_cast<const char*>(words.data()), static_cast<std::streamsize>(words.size_bytes()));
  const std::string command = "spirv-dis --no-color --raw-id '" + module.string() + "'";
  std::string text;
  if (FILE* pipe = popen(command.c_str(), "r")) {
    char buffer[4096];
    while (const size_t got = fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, got);
    EXPECT_EQ(pclose(pipe), 0) << command << " (package spirv-tools)";
  }
  std::filesystem::remove(module);
  return text;
}

// Lines of a disassembly that break a rule, with the rule's reason.
std::vector<std::string> findings(const std::string& text) {
  static const std::pair<std::regex, const char*> kForbidden[] = {
      {std::regex("OpTypeFloat"), "floats round as the device likes"},
      {std::regex("OpTypeInt (8|16|64) "), "only 32-bit integers are everywhere"},
      {std::regex("OpType(Sampler|SampledImage|Image)\\b"), "samplers filter as the device likes"},
      {std::regex("OpAtomic"), "order of atomics is the device's"},
      {std::regex("Op(SRem|SMod|SDiv)\\b"), "division of negatives is not defined alike"},
      {std::regex("OpGroup|OpSubgroup"), "group sizes differ"},
      {std::regex("OpCapability (?!Shader\\b)"), "only the Shader capability is everywhere"},
      {std::regex("OpTypePointer Workgroup"), "no shared memory is needed; were it, 16 KiB are the limit"},
      {std::regex("OpExtInst "), "extended instructions are mostly for floats"},
  };
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    for (const auto& [pattern, reason] : kForbidden) {
      if (std::regex_search(line, pattern)) found.push_back(line + ": " + reason);
    }
  }
  return found;
}

TEST(Spirv, OneModuleForEachKernelSorted) {
  ASSERT_EQ(vulkan::spirv_modules().size(), vulkan::kKernelNames.size());
  for (size_t i = 0; i < vulkan::kKernelNames.size(); ++i)
    EXPECT_EQ(vulkan::spirv_modules()[i].name, vulkan::kKernelNames[i]);
}

TEST(Spirv, EveryModuleKeepsTheRules) {
  for (const vulkan::SpirvModule& module : vulkan::spirv_modules()) {
    const std::string text = disassemble(module.words, std::string(module.name));
    EXPECT_THAT(text, testing::HasSubstr("OpEntryPoint GLCompute")) << module.name;
    EXPECT_THAT(findings(text), testing::IsEmpty()) << module.name;
    std::smatch size;
    ASSERT_TRUE(std::regex_search(text, size, std::regex("LocalSize (\\d+) (\\d+) (\\d+)"))) << module.name;
    EXPECT_LE(std::stoi(size[1]) * std::stoi(size[2]) * std::stoi(size[3]), 128) << module.name;
  }
}

TEST(Spirv, BreakingARuleIsFound) {
  for (const char* line : {"%4 = OpTypeFloat 32", "%4 = OpTypeInt 64 0", "%9 = OpTypeSampledImage %8",
                           "%7 = OpAtomicIAdd %1 %2 %3 %4 %5", "%7 = OpSRem %1 %2 %3", "%7 = OpGroupNonUniformIAdd %1",
                           "OpCapability Int64", "%3 = OpTypePointer Workgroup %2"}) {
    EXPECT_EQ(findings(line).size(), 1u) << line;
  }
  EXPECT_THAT(findings("OpCapability Shader\n%2 = OpTypeInt 32 0\n%3 = OpUDiv %2 %1 %1"), testing::IsEmpty());
}

}  // namespace
}  // namespace fp::test
