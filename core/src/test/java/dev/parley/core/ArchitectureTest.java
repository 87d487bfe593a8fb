package dev.parley.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serial;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Timer;
import org.junit.jupiter.api.Test;

/** Core does no I/O, starts no thread and reads no clock. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.core");

    @Test
    void looksAtAllOfCore() {
        assertThat(CORE.size()).isGreaterThan(30);
        assertThat(CORE.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void importsTheJdkAlone() {
        noClasses()
                .should()
                .dependOnClassesThat(resideOutsideOfPackages("dev.parley.core", "java..", "org.jspecify.annotations"))
                .check(CORE);
    }

    @Test
    void usesNoSocketNoFileAndNoChannel() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "javax.net.."))
                .check(CORE);
    }

    @Test
    void usesOfJavaIoOnlyWhatSerializationRequires() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.io")
                        .and(equivalentTo(Serial.class)
                                .or(equivalentTo(Serializable.class))
                                .negate()))
                .check(CORE);
    }

    @Test
    void startsNoThreadAndWaitsForNone() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.concurrent", "java.util.concurrent.locks")
                        .or(assignableTo(Thread.Builder.class))
                        .or(assignableTo(Timer.class)))
                .orShould()
                .callConstructorWhere(
                        JavaCall.Predicates.target(HasOwner.Predicates.With.owner(assignableTo(Thread.class))))
                .orShould()
                .callMethod(Thread.class, "startVirtualThread", Runnable.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .check(CORE);
    }

    @Test
    void readsNoClock() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat(assignableTo(Instant.class)
                        .or(assignableTo(Clock.class))
                        .or(assignableTo(LocalTime.class))
                        .or(assignableTo(LocalDateTime.class))
                        .or(assignableTo(ZonedDateTime.class))
                        .or(assignableTo(OffsetDateTime.class))
                        .or(assignableTo(Date.class)))
                .check(CORE);
    }
}
