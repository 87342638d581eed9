// A copy of this process, made for one piece of work (Linux). A fresh program spends far longer on loading
// its libraries than a copy of a loaded one on starting. Only for a process with a single thread: in the copy
// the others would be missing, their locks held for ever.
#pragma once

#include "core/base/file_broker.h"
#include "core/base/result.h"

#include <QtCore/QByteArray>

#include <functional>

namespace ndas {

class ForkedChild {
public:
    static bool isSupported();

    /// `work` runs in the copy, which dies with this process, and ends it; what send() writes is its standard
    /// input. The copy opens no file itself: it asks us (see open_file.h), who grant().
    static Result<ForkedChild> start(const std::function<void()>& work);
    ForkedChild(ForkedChild&& other) noexcept;
    ForkedChild& operator=(ForkedChild&& other) noexcept;
    ~ForkedChild(); ///< kills what still runs

    /// What comes too late is lost.
    void send(QByteArrayView bytes);
    void closeInput();
    /// For another child: what it inherited of this one is no business of its own.
    void letGo();

    struct End {
        int signal = 0; ///< 0: it ended by itself
        int exitCode = 0;
    };

    /// Hears one wish for a file and answers it.
    void grant(const FileGrants& grants);

    /// Waits for the end.
    End wait();

    struct Event {
        bool input = false; ///< something to read on our standard input, or its end
        bool wish = false;  ///< the child wants a file: grant()
        bool ended = false; ///< the child is gone
    };

    /// Waits for bytes on our own standard input (if wanted), or a wish or the end of the child (if there is
    /// one).
    static Event waitForEvent(bool wantInput, const ForkedChild* child);
    /// What can be read there; empty at the end.
    static QByteArray readInput();
    /// Ends this process in the same way, so that its parent sees what happened.
    [[noreturn]] static void endLike(const End& end);

private:
    ForkedChild(int process, int input, int wishes);

    int process_;
    int input_;  ///< writing end of its standard input
    int wishes_; ///< a socket that hangs up when the child is gone
};

} // namespace ndas
