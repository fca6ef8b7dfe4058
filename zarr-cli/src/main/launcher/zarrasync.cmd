@echo off
rem Starts the command line fast. JAVA_HOME says which JVM, ZARRASYNC_OPTS more options of it.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"

rem What is over in seconds does not pay for the second compiler. These may take longer.
set "compiler=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
if "%~1"=="copy" set "compiler="
if "%~1"=="bench" set "compiler="

"%java%" -Xshare:auto "-XX:SharedArchiveFile=%~dp0zarrasync.jsa" -Xlog:cds=off ^
  --enable-native-access=ALL-UNNAMED %compiler% %ZARRASYNC_OPTS% ^
  -cp "%~dp0zarrasync.jar" dev.zarrasync.cli.Main %*
