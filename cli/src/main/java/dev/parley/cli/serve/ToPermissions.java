package dev.parley.cli.serve;

import dev.parley.core.PrintableText;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The permissions of a file, in octal digits as chmod(1) takes them: {@code 0660}, {@code 600}. */
public final class ToPermissions implements ITypeConverter<Set<PosixFilePermission>> {
    private static final String ALL = "rwxrwxrwx";
    private static final int OCTAL = 8;
    private static final int OWNER_READS = 0400;

    @Override
    public Set<PosixFilePermission> convert(String text) {
        if (!text.matches("0?[0-7]{3}")) {
            throw new TypeConversionException(
                    "'" + PrintableText.of(text) + "' is not a mode; expected three octal digits, such as 0660");
        }
        int bits = Integer.parseInt(text, OCTAL);
        StringBuilder written = new StringBuilder(ALL);
        for (int i = 0; i < ALL.length(); i++) {
            if ((bits & (OWNER_READS >> i)) == 0) {
                written.setCharAt(i, '-');
            }
        }
        return PosixFilePermissions.fromString(written.toString());
    }
}
