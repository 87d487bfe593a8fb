package dev.parley.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.parley.cli.shell.Signals;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the architecture that Maven cannot see; ARCHITECTURE.md has the table of rooms. */
class ArchitectureTest {
    private static final String HOUSE = "dev.parley.";

    /** Room, and the rooms it may import. A new room needs a line here. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            entry("core"),
            entry("queue", "core"),
            entry("queue.sqlite", "core", "queue"),
            entry("queue.postgresql", "core", "queue"),
            entry("services", "core", "queue"),
            entry("tls"),
            entry("engine", "core", "tls"),
            entry("engine.jdk", "core", "engine"),
            entry("client", "core", "tls"),
            entry("client.beanstalk", "core", "queue", "services", "client"),
            entry("result"),
            entry("load", "core", "tls", "client", "result"),
            entry("join", "core", "result", "load"),
            entry("compare", "core", "client", "result", "load"),
            entry("page", "core", "result", "compare"),
            entry("admin", "core", "queue", "engine"),
            entry("testkit", "core", "tls", "queue", "engine", "client"),
            entry(
                    "cli",
                    "core",
                    "tls",
                    "queue",
                    "queue.sqlite",
                    "queue.postgresql",
                    "services",
                    "engine",
                    "client",
                    "client.beanstalk",
                    "result",
                    "load",
                    "join",
                    "compare",
                    "page",
                    "admin"));

    private static Map.Entry<String, Set<String>> entry(String room, String... mayImport) {
        return Map.entry(room, Set.of(mayImport));
    }

    private static final String CLI = HOUSE + "cli";
    private static final String WATCHDOG = CLI + ".serve.Watchdog";

    /** Package of the command, and the others it may use besides {@code shell}, which all may. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("talk"),
            entry("queue"),
            entry("cluster"),
            entry("config"),
            entry("control"),
            entry("serve", "config", "control"),
            entry("load", "report"),
            entry("compare", "load", "serve"),
            entry("report"),
            entry("doctor"),
            entry("tls"));

    private static final JavaClasses PARLEY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley");

    @Test
    void everyRoomIsInTheTable() {
        Set<String> rooms = new TreeSet<>();
        PARLEY.forEach(c -> rooms.add(room(c)));

        assertThat(rooms).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    private static Set<String> rooms() {
        return MAY_IMPORT.keySet();
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomImportsOnlyTheRoomsItMay(String room) {
        Set<String> foreign = new TreeSet<>(MAY_IMPORT.keySet());
        foreign.removeAll(MAY_IMPORT.get(room));
        foreign.remove(room);

        noClasses()
                .that()
                .resideInAPackage(packages(room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        foreign.stream().map(ArchitectureTest::packages).toArray(String[]::new))
                .check(PARLEY);
    }

    @Test
    void everyPackageOfTheCommandIsInTheTable() {
        Set<String> packages = new TreeSet<>();
        PARLEY.that(are("of the command", c -> room(c).equals("cli"))).forEach(c -> packages.add(c.getPackageName()));

        Set<String> expected = new TreeSet<>(Set.of(CLI, CLI + ".shell"));
        MAY_USE.keySet().forEach(name -> expected.add(CLI + "." + name));
        assertThat(packages).isEqualTo(expected);
    }

    private static Set<String> commands() {
        return MAY_USE.keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandUsesOnlyTheCommandsItMay(String command) {
        Set<String> foreign = new TreeSet<>(MAY_USE.keySet());
        foreign.removeAll(MAY_USE.get(command));
        foreign.remove(command);

        noClasses()
                .that()
                .resideInAPackage(CLI + "." + command)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        foreign.stream().map(name -> CLI + "." + name).toArray(String[]::new))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage(CLI)
                .check(PARLEY);
    }

    @Test
    void whatCommandsShareUsesNoCommand() {
        noClasses()
                .that()
                .resideInAPackage(CLI + ".shell")
                .should()
                .dependOnClassesThat(are(
                        "a command or the program",
                        c -> (c.getPackageName() + ".").startsWith(CLI + ".")
                                && !c.getPackageName().equals(CLI + ".shell")))
                .check(PARLEY);
    }

    @Test
    void nobodyUsesTheProgramsEntrance() {
        noClasses()
                .that(are("not the program's entrances", c -> !isEntrance(c)))
                .should()
                .dependOnClassesThat(are("Main, or a part of it", ArchitectureTest::isMain))
                .check(PARLEY);
    }

    @Test
    void packagesOfTheCommandHaveNoCircles() {
        slices().matching(CLI + ".(*)..").should().beFreeOfCycles().check(PARLEY);
    }

    @Test
    void onlyTheProgramItselfEndsTheProgram() {
        noClasses()
                .that(are("not the program's entrances", c -> !isEntrance(c)))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .check(PARLEY);
        noClasses()
                .that(are(
                        "neither the second signal, which means now, nor the watchdog",
                        c -> !c.isEquivalentTo(Signals.class) && !c.getName().equals(WATCHDOG)))
                .should()
                .callMethod(Runtime.class, "halt", int.class)
                .check(PARLEY);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Util|Utils|Helper|Helpers)")
                .orShould()
                .haveNameMatching(".*[.$](Abstract|Base)[A-Z]\\w*")
                .check(PARLEY);
    }

    @Test
    void noClassExtendsOneOfOursExceptExceptions() {
        classes()
                .that(are("not exceptions", c -> !c.isAssignableTo(Throwable.class)))
                .should(extendNoneOfOurs())
                .check(PARLEY);
    }

    @Test
    void loggingOfTheLibraryIsTheJdksOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HOUSE + "cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "ch.qos.logback..", "java.util.logging..")
                .check(PARLEY);
    }

    /** Of all rooms only the command's has packages of its own. */
    private static String packages(String room) {
        return HOUSE + (room.equals("cli") ? "cli.." : room);
    }

    private static boolean isMain(JavaClass c) {
        return c.getName().equals(Main.class.getName()) || c.getName().startsWith(Main.class.getName() + "$");
    }

    private static boolean isEntrance(JavaClass c) {
        return isMain(c) || c.isEquivalentTo(Training.class);
    }

    private static String room(JavaClass c) {
        String name = c.getPackageName().substring(HOUSE.length());
        return name.startsWith("cli.") ? "cli" : name;
    }

    private static DescribedPredicate<JavaClass> are(String text, Predicate<JavaClass> test) {
        return DescribedPredicate.describe(text, test);
    }

    /** The constants of an enum with bodies, and records and enums as such, extend what the language makes them. */
    private static ArchCondition<JavaClass> extendNoneOfOurs() {
        return new ArchCondition<>("extend no class of Parley") {
            @Override
            public void check(JavaClass c, ConditionEvents events) {
                c.getRawSuperclass()
                        .filter(parent -> parent.getPackageName().startsWith("dev.parley"))
                        .filter(parent -> !parent.isEnum())
                        .ifPresent(parent -> events.add(
                                SimpleConditionEvent.violated(c, c.getName() + " extends " + parent.getName())));
            }
        };
    }
}
