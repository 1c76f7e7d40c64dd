/// C copies of texts, for library structures that hold pointers during a call; freed together.
@safe struct CStrings: ~Copyable {
    private var copies: [UnsafeMutablePointer<CChar>] = unsafe []

    /// Copies a text with its closing zero.
    mutating func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
        let source = text.utf8CString
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: source.count)
        for (offset, byte) in source.enumerated() { unsafe copy[offset] = byte }
        unsafe copies.append(copy)
        return unsafe copy
    }

    /// Frees the copies.
    ///
    /// Called after the library has taken what it needs: an owner that is not named again may be
    /// ended before the call that uses its pointers.
    mutating func release() {
        unsafe copies.forEach { unsafe $0.deallocate() }
        unsafe copies.removeAll()
    }

    deinit {
        unsafe copies.forEach { unsafe $0.deallocate() }
    }
}
