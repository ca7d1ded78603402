// Every shipped module disassembled: nothing in it that devices may do differently.
#include <gmock/gmock.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

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

// Why a line of a disassembly breaks the rules; empty: it does not. The text starts at the opcode.
std::string broken_rule(std::string_view text) {
  const auto op = [&](std::string_view start) { return text.starts_with(start); };
  if (op("OpTypeFloat")) return "floats round as the device likes";
  if (op("OpTypeInt") && !op("OpTypeInt 32 ")) return "only 32-bit integers are everywhere";
  if (op("OpTypeSampler") || op("OpTypeSampledImage") || op("OpTypeImage"))
    return "samplers filter as the device likes";
  if (op("OpAtomic")) return "the order of atomics is the device's";
  if (op("OpSRem") || op("OpSMod") || op("OpSDiv")) return "division of negatives is not defined alike";
  if (op("OpGroup") || op("OpSubgroup")) return "group sizes differ";
  if (op("OpCapability") && text != "OpCapability Shader") return "only the Shader capability is everywhere";
  if (op("OpTypePointer Workgroup")) return "no shared memory is needed; were it, 16 KiB are the limit";
  if (op("OpExtInst ")) return "extended instructions are mostly for floats";
  return {};
}

std::vector<std::string> findings(const std::string& disassembly) {
  std::vector<std::string> found;
  std::istringstream lines(disassembly);
  for (std::string line; std::getline(lines, line);) {
    const size_t at = line.find("Op");
    const std::string rule = at == std::string::npos ? std::string() : broken_rule(std::string_view(line).substr(at));
    if (!rule.empty()) found.push_back(line + ": " + rule);
  }
  return found;
}

// Invocations of one workgroup, from "OpExecutionMode %main LocalSize X Y Z"; 0: there is none.
int workgroup_size(const std::string& disassembly) {
  const size_t at = disassembly.find(" LocalSize ");
  if (at == std::string::npos) return 0;
  std::istringstream numbers(disassembly.substr(at + 11));
  int x = 0, y = 0, z = 0;
  numbers >> x >> y >> z;
  return x * y * z;
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
    EXPECT_GE(workgroup_size(text), 1) << module.name;
    EXPECT_LE(workgroup_size(text), 128) << module.name;
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
