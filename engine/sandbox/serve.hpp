// The child's side of the conversation: requests in, frames and samples out, until the socket closes.
#pragma once

namespace fp::media {

enum class Part { picture, sound };

// Answers requests on kSocketFd about the file on kFileFd. Returns the exit status.
int serve(Part part);

// Things that a confined process must not be able to do; each ends it. For tests.
int attempt(const char* what);  // "open", "socket", "exec", "fork", "truncate", "code"

}  // namespace fp::media
