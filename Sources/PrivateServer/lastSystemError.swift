import Glibc

/// Returns the system's words for the error of the call just made.
func lastSystemError() -> String { String(cString: strerror(errno)) }
