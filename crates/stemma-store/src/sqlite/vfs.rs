//! The file system under SQLite, with a sum in every page of a store.
//!
//! A shim over the machine's own "VFS", as SQLite's checksum VFS is (sqlite.org/cksumvfs.html), written anew since that one does not
//! seal pages that go through a log. A page gets its sum when it is written to the main file of a sealed store, and is held against it
//! when it is read from there; the log has sums of its own. Beside that, the header of the main file is marked while commits may lie in
//! the log alone, from the first one that is made to the moment at which the last program that has the store open takes the log away.
//!
//! All code of the store that the compiler cannot check is in this file.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::path::Path;
use std::ptr;
use std::sync::OnceLock;

use rusqlite::Connection;
use rusqlite::ffi::{self, sqlite3_file, sqlite3_io_methods, sqlite3_vfs};

use super::page;

/// For stores that may be written, and for those that nobody writes while they are read: no lock is taken and no file is made.
pub const SEALED: &CStr = c"stemma";
pub const STILL: &CStr = c"stemma-still";

const OK: c_int = ffi::SQLITE_OK;

thread_local! {
    /// The last page that was not as it was sealed.
    static FAULT: Cell<Option<u32>> = const { Cell::new(None) };
}

/// The page that the last failed read of this thread was of.
pub fn fault() -> Option<u32> {
    FAULT.get()
}

/// A file of ours; that of the VFS below lies behind it in the same memory.
#[repr(C)]
struct Shim {
    base: sqlite3_file,
    is_log: bool,
    is_still: bool,
    /// Of the main file: its pages carry sums.
    is_sealed: bool,
    /// Of the main file: commits go to a log.
    has_log: bool,
    /// Of the main file: this connection has made the mark.
    is_marked: bool,
    /// Of a log: its main file, which is closed after it.
    main: *mut Shim,
    /// The page that is being sealed: SQLite goes on using its own copy.
    sealing: Vec<u8>,
}

/// Where the file below begins.
const BELOW: usize = size_of::<Shim>().next_multiple_of(16);

/// The VFS below.
struct Machine(*mut sqlite3_vfs);

// SAFETY: SQLite keeps a registered VFS for as long as the process lives, and lets any thread call it.
unsafe impl Send for Machine {}
// SAFETY: as above.
unsafe impl Sync for Machine {}

/// The machine's own VFS, with ours registered above it; `Err` is SQLite's code.
fn machine() -> Result<*mut sqlite3_vfs, c_int> {
    static MACHINE: OnceLock<Result<Machine, c_int>> = OnceLock::new();
    let machine = MACHINE.get_or_init(|| {
        // SAFETY: finding and registering need nothing but names and structs that live on, which is why they are leaked.
        unsafe {
            let below = ffi::sqlite3_vfs_find(ptr::null());
            if below.is_null() || (*below).iVersion < 2 {
                return Err(ffi::SQLITE_ERROR);
            }
            for (name, open) in [(SEALED, open_sealed as OpenFile), (STILL, open_still as OpenFile)] {
                // What is not replaced is the machine's own function, which finds its data where it expects them.
                let vfs = Box::leak(Box::new(*below));
                vfs.szOsFile = BELOW as c_int + (*below).szOsFile;
                vfs.zName = name.as_ptr();
                vfs.pNext = ptr::null_mut();
                vfs.xOpen = Some(open);
                vfs.xDelete = Some(delete);
                match ffi::sqlite3_vfs_register(vfs, 0) {
                    OK => {}
                    code => return Err(code),
                }
            }
            Ok(Machine(below))
        }
    });
    machine.as_ref().map(|machine| machine.0).map_err(|code| *code)
}

/// Makes the two VFS known to SQLite.
pub fn register() -> Result<(), c_int> {
    machine().map(|_| ())
}

type OpenFile =
    unsafe extern "C" fn(*mut sqlite3_vfs, ffi::sqlite3_filename, *mut sqlite3_file, c_int, *mut c_int) -> c_int;

unsafe extern "C" fn open_sealed(
    _: *mut sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: the arguments are those that SQLite gave.
    unsafe { open(name, file, flags, out, false) }
}

unsafe extern "C" fn open_still(
    _: *mut sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: the arguments are those that SQLite gave.
    unsafe { open(name, file, flags, out, true) }
}

/// # Safety
/// As SQLite calls `xOpen`: `file` has room for `szOsFile` bytes, and the name of a log is the one that SQLite made for it.
unsafe fn open(name: *const c_char, file: *mut sqlite3_file, flags: c_int, out: *mut c_int, is_still: bool) -> c_int {
    let Ok(machine) = machine() else { return ffi::SQLITE_CANTOPEN };
    // SAFETY: the VFS below has an open function; what is no store and no log, it opens in the same place without us.
    unsafe {
        (*file).pMethods = ptr::null();
        let open = (*machine).xOpen.expect("every VFS opens files");
        let is_log = flags & ffi::SQLITE_OPEN_WAL != 0;
        if name.is_null() || !is_log && flags & ffi::SQLITE_OPEN_MAIN_DB == 0 {
            return open(machine, name, file, flags, out);
        }
        let under = file.byte_add(BELOW);
        (*under).pMethods = ptr::null();
        let code = open(machine, name, under, flags, out);
        if code != OK {
            close_under(under);
            return code;
        }
        let mut is_sealed = false;
        let mut main: *mut Shim = ptr::null_mut();
        if is_log {
            main = ffi::sqlite3_database_file_object(name).cast();
            (*main).has_log = true;
        } else {
            let mut head = [0_u8; page::HEADER];
            let read = methods(under).xRead.expect("files are read");
            is_sealed = read(under, head.as_mut_ptr().cast(), page::HEADER as c_int, 0) == OK && page::is_sealed(&head);
        }
        let base = sqlite3_file { pMethods: &METHODS };
        let (has_log, is_marked, sealing) = (false, false, Vec::new());
        file.cast::<Shim>().write(Shim { base, is_log, is_still, is_sealed, has_log, is_marked, main, sealing });
        OK
    }
}

/// Deleting a log says that all of it is in the main file, which then loses its mark.
unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    let Ok(machine) = machine() else { return ffi::SQLITE_IOERR_DELETE };
    // SAFETY: only SQLite's pager deletes a file with this ending, by the name that it made for the log, while it has the main
    // file open and locked for itself.
    unsafe {
        if CStr::from_ptr(name).to_bytes().ends_with(b"-wal") {
            let main: *mut Shim = ffi::sqlite3_database_file_object(name).cast();
            if !main.is_null() && ptr::eq((*main).base.pMethods, &METHODS) {
                let code = unmark(main);
                if code != OK {
                    return code;
                }
            }
        }
        (*machine).xDelete.expect("every VFS deletes files")(machine, name, sync)
    }
}

/// # Safety
/// `under` is a file of the VFS below, or one that it failed to open.
unsafe fn close_under(under: *mut sqlite3_file) {
    // SAFETY: a file without methods was never opened.
    unsafe {
        if !(*under).pMethods.is_null() {
            methods(under).xClose.expect("files are closed")(under);
        }
    }
}

/// # Safety
/// The file is open.
unsafe fn methods<'f>(file: *mut sqlite3_file) -> &'f sqlite3_io_methods {
    // SAFETY: methods of an open file are a static of its VFS.
    unsafe { &*(*file).pMethods }
}

/// # Safety
/// `main` is an open main file.
unsafe fn write_mark(main: *mut Shim, mark: u8) -> c_int {
    // SAFETY: its file below is open, too. A byte is written by itself, so whoever writes the page meanwhile loses nothing.
    unsafe {
        let under = main.cast::<sqlite3_file>().byte_add(BELOW);
        let code =
            methods(under).xWrite.expect("files are written")(under, ptr::from_ref(&mark).cast(), 1, page::MARK as i64);
        if code != OK { code } else { methods(under).xSync.expect("files are synced")(under, ffi::SQLITE_SYNC_NORMAL) }
    }
}

/// # Safety
/// `main` is an open main file.
unsafe fn unmark(main: *mut Shim) -> c_int {
    // SAFETY: as said above. A file that is too short to be marked reads as zero.
    unsafe {
        (*main).has_log = false;
        (*main).is_marked = false;
        let under = main.cast::<sqlite3_file>().byte_add(BELOW);
        let mut mark = 0_u8;
        let code =
            methods(under).xRead.expect("files are read")(under, ptr::from_mut(&mut mark).cast(), 1, page::MARK as i64);
        if !(*main).is_sealed || code != OK || mark == 0 { OK } else { write_mark(main, 0) }
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: SQLite closes a file once, and uses it no more.
    unsafe {
        let under = file.byte_add(BELOW);
        let code = methods(under).xClose.expect("files are closed")(under);
        ptr::drop_in_place(file.cast::<Shim>());
        code
    }
}

unsafe extern "C" fn read(file: *mut sqlite3_file, into: *mut c_void, length: c_int, at: i64) -> c_int {
    // SAFETY: SQLite gives a file of ours and room for what it reads.
    unsafe {
        let under = file.byte_add(BELOW);
        let code = methods(under).xRead.expect("files are read")(under, into, length, at);
        let shim = &mut *file.cast::<Shim>();
        let (length, at) = (length as usize, at as u64);
        let Some(number) = page::number(length, at).filter(|_| code == OK && !shim.is_log) else { return code };
        let content = std::slice::from_raw_parts_mut(into.cast::<u8>(), length);
        if number == 1 {
            shim.is_sealed |= page::is_sealed(content);
        }
        if !shim.is_sealed {
            return OK;
        }
        if !page::is_whole(content, number) {
            FAULT.set(Some(number));
            return ffi::SQLITE_IOERR_DATA;
        }
        if number == 1 {
            content[page::MARK] = 0;
        }
        OK
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, length: c_int, at: i64) -> c_int {
    // SAFETY: SQLite gives a file of ours and as many bytes as it says.
    unsafe {
        let under = file.byte_add(BELOW);
        let write = methods(under).xWrite.expect("files are written");
        let shim = &mut *file.cast::<Shim>();
        let number = page::number(length as usize, at as u64).filter(|_| !shim.is_log);
        let Some(number) = number else { return write(under, from, length, at) };
        let content = std::slice::from_raw_parts(from.cast::<u8>(), length as usize);
        if number == 1 {
            // A checkpoint and a rollback write the first page before all others, so none of these misses its sum.
            shim.is_sealed |= page::is_sealed(content);
        }
        if !shim.is_sealed {
            return write(under, from, length, at);
        }
        shim.sealing.clear();
        shim.sealing.extend_from_slice(content);
        if number == 1 {
            shim.sealing[page::MARK] = u8::from(shim.has_log);
        }
        page::seal(&mut shim.sealing, number);
        write(under, shim.sealing.as_ptr().cast(), length, at)
    }
}

/// The first commit of a connection to its log marks the main file, once the log is on the disk.
unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the main file of a log is open as long as the log is.
    unsafe {
        let under = file.byte_add(BELOW);
        let code = methods(under).xSync.expect("files are synced")(under, flags);
        let shim = &*file.cast::<Shim>();
        if code != OK || !shim.is_log || !(*shim.main).is_sealed || (*shim.main).is_marked {
            return code;
        }
        let code = write_mark(shim.main, 1);
        (*shim.main).is_marked = code == OK;
        code
    }
}

unsafe extern "C" fn characteristics(file: *mut sqlite3_file) -> c_int {
    // SAFETY: SQLite gives a file of ours. Parts of pages are never read, as only whole ones have a sum.
    unsafe {
        let under = file.byte_add(BELOW);
        let known = methods(under).xDeviceCharacteristics.expect("files say what they can")(under);
        let still = if (*file.cast::<Shim>()).is_still { ffi::SQLITE_IOCAP_IMMUTABLE } else { 0 };
        known & !ffi::SQLITE_IOCAP_SUBPAGE_READ | still
    }
}

/// Functions that do what the file below does.
macro_rules! passed_on {
    ($($name:ident = $method:ident ($($argument:ident: $kind:ty),*) $(-> $given:ty)?;)*) => {
        $(unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $argument: $kind)*) $(-> $given)? {
            // SAFETY: SQLite gives a file of ours, and what the method asks for.
            unsafe {
                let under = file.byte_add(BELOW);
                methods(under).$method.expect("the machine's files have all methods")(under $(, $argument)*)
            }
        })*
    };
}

passed_on! {
    truncate = xTruncate(size: i64) -> c_int;
    file_size = xFileSize(size: *mut i64) -> c_int;
    lock = xLock(level: c_int) -> c_int;
    unlock = xUnlock(level: c_int) -> c_int;
    check_reserved = xCheckReservedLock(found: *mut c_int) -> c_int;
    control = xFileControl(what: c_int, argument: *mut c_void) -> c_int;
    sector_size = xSectorSize() -> c_int;
    shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, out: *mut *mut c_void) -> c_int;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int;
    shm_barrier = xShmBarrier();
    shm_unmap = xShmUnmap(delete: c_int) -> c_int;
}

/// Those of version 2: without the third, no file is mapped into memory, where no read would be seen.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// A file as it lies on the disk. It is read through the VFS below, since closing a file by any other way would take the locks away
/// that this process has on it.
pub struct Raw {
    file: Box<[u64]>,
    name: ffi::sqlite3_filename,
}

impl Raw {
    pub fn open(path: &Path) -> Result<Raw, c_int> {
        let name = c_path(path).ok_or(ffi::SQLITE_CANTOPEN)?;
        let machine = machine()?;
        // SAFETY: the name is made as SQLite asks, the file has the room that the VFS asks for, and both live as long as `Raw`.
        unsafe {
            let empty = c"".as_ptr();
            let name = ffi::sqlite3_create_filename(name.as_ptr(), empty, empty, 0, ptr::null_mut());
            if name.is_null() {
                return Err(ffi::SQLITE_NOMEM);
            }
            let mut raw = Raw { file: vec![0; ((*machine).szOsFile as usize).div_ceil(8)].into(), name };
            let flags = ffi::SQLITE_OPEN_MAIN_DB | ffi::SQLITE_OPEN_READONLY;
            let mut out = 0;
            match (*machine).xOpen.expect("every VFS opens files")(machine, name, raw.as_ptr(), flags, &mut out) {
                OK => Ok(raw),
                code => Err(code),
            }
        }
    }

    fn as_ptr(&mut self) -> *mut sqlite3_file {
        self.file.as_mut_ptr().cast()
    }

    pub fn size(&mut self) -> Result<u64, c_int> {
        let file = self.as_ptr();
        let mut size = 0;
        // SAFETY: the file is open.
        match unsafe { methods(file).xFileSize.expect("files have a size")(file, &mut size) } {
            OK => Ok(size as u64),
            code => Err(code),
        }
    }

    /// Reads what lies there; says `false`, and fills up with zeros, where the file ends before.
    pub fn read(&mut self, at: u64, into: &mut [u8]) -> Result<bool, c_int> {
        let file = self.as_ptr();
        let length = into.len() as c_int;
        // SAFETY: the file is open, and there is room for as many bytes as are asked for.
        match unsafe { methods(file).xRead.expect("files are read")(file, into.as_mut_ptr().cast(), length, at as i64) }
        {
            OK => Ok(true),
            ffi::SQLITE_IOERR_SHORT_READ => Ok(false),
            code => Err(code),
        }
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let (file, name) = (self.as_ptr(), self.name);
        // SAFETY: it is closed once, and its name is no longer used then.
        unsafe {
            close_under(file);
            ffi::sqlite3_free_filename(name);
        }
    }
}

/// Whether a file or folder may be read and written.
pub fn is_writable(path: &Path) -> bool {
    let (Some(name), Ok(machine)) = (c_path(path), machine()) else { return false };
    let mut may = 0;
    // SAFETY: the name ends with a zero and is only read.
    let code = unsafe {
        (*machine).xAccess.expect("every VFS looks at files")(
            machine,
            name.as_ptr(),
            ffi::SQLITE_ACCESS_READWRITE,
            &mut may,
        )
    };
    code == OK && may != 0
}

#[cfg(unix)]
fn c_path(path: &Path) -> Option<CString> {
    use std::os::unix::ffi::OsStrExt;
    CString::new(path.as_os_str().as_bytes()).ok()
}

#[cfg(not(unix))]
fn c_path(path: &Path) -> Option<CString> {
    CString::new(path.to_str()?).ok()
}

/// How many bytes at the end of each page SQLite leaves alone, or will once the file is made anew; asks for as many where some are given.
pub fn reserve(connection: &Connection, bytes: Option<usize>) -> Result<usize, c_int> {
    let mut bytes = bytes.map_or(-1, |bytes| bytes as c_int);
    // SAFETY: the connection is open, and the number is read and written during the call alone.
    let code = unsafe {
        let argument = ptr::from_mut(&mut bytes).cast();
        ffi::sqlite3_file_control(connection.handle(), c"main".as_ptr(), ffi::SQLITE_FCNTL_RESERVE_BYTES, argument)
    };
    // The answer is what was there before.
    if code == OK { Ok(bytes as usize) } else { Err(code) }
}
