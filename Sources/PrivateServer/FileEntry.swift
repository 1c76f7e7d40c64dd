import Glibc

/// Tells what is at a path, without following a symbolic link there.
struct FileEntry {
    enum Kind { case folder, link, other }

    let kind: Kind
    let owner: uid_t
    let permissions: mode_t

    /// Looks at `path`; nil when nothing is there.
    init?(at path: String) throws(PrivateServerError) {
        var information = stat()
        guard lstat(path, &information) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .unusableProject(path: path, reason: lastSystemError())
        }
        switch information.st_mode & S_IFMT {
        case S_IFDIR: kind = .folder
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        owner = information.st_uid
        permissions = information.st_mode & 0o7777
    }
}
