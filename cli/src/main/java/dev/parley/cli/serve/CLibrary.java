package dev.parley.cli.serve;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The functions of the system's C library. */
final class CLibrary {
    private CLibrary() {}

    /** @throws IllegalStateException if there is none of this name */
    @SuppressWarnings("restricted") // the launcher allows it
    static MethodHandle function(String name, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        MemorySegment function = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new IllegalStateException("this system has no " + name + "()"));
        return linker.downcallHandle(function, signature);
    }

    /** What to throw for what a method handle declares to throw, and never does. */
    static IllegalStateException failed(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }
}
