import Glibc

/// Creates a folder with exactly these permissions and, when root does it, this owner.
func createFolder(_ path: String, permissions: mode_t, owner: ServerAccount?) throws(PrivateServerError) {
    guard mkdir(path, permissions) == 0 || errno == EEXIST else {
        throw .cannotWrite(path: path, reason: lastSystemError())
    }
    // The process's mask may have taken permissions away.
    guard chmod(path, permissions) == 0 else { throw .cannotWrite(path: path, reason: lastSystemError()) }
    if let owner, owner.isAnother {
        guard lchown(path, owner.userIdentifier, owner.groupIdentifier) == 0 else {
            throw .cannotWrite(path: path, reason: lastSystemError())
        }
    }
}
