import { table } from '../../../kit/table.ts'

table('compiler-in-image', {
  bad: [
    ['Go', 'FROM golang:1.27\nCOPY . .\nRUN go build -o /app .\nCMD ["/app"]\n', 'golang:1.27'],
    ['Rust', 'FROM rust:1.98-slim\nRUN cargo install --path .\nENTRYPOINT ["shop"]', 'rust:1.98-slim'],
    ['Maven', 'FROM maven:3\nRUN mvn -q package\nCMD java -jar target/a.jar', 'maven:3'],
    [
      '.NET',
      'FROM mcr.microsoft.com/dotnet/sdk:10.0\nRUN dotnet publish -o /o\nENTRYPOINT ["dotnet", "/o/Shop.dll"]',
      'mcr.microsoft.com/dotnet/sdk:10.0',
    ],
    ['C', 'FROM gcc:15\nRUN gcc -o /a a.c\nCMD ["/a"]', 'gcc:15'],
    [
      'in stages upon each other',
      'FROM gradle:9 AS b\nRUN ./gradlew bootJar\nFROM b\nCMD ["java", "-jar", "a.jar"]',
      'gradle:9',
    ],
  ],
  good: [
    [
      'a stage of its own',
      'FROM golang:1.27 AS b\nRUN go build -o /app .\nFROM debian:13-slim\nCOPY --from=b /app /app\nCMD ["/app"]\n',
    ],
    ['to work with', 'FROM golang:1.27\nRUN go install ./tools/...\nCMD ["go", "test", "./..."]'],
    ['a shell', 'FROM rust:1.98\nRUN cargo build\nCMD ["bash"]'],
    ['nothing is compiled', 'FROM golang:1.27\nCOPY app /app\nCMD ["/app"]'],
    ['nothing is started', 'FROM golang:1.27\nRUN go build .'],
    ['not to ship', 'FROM mcr.microsoft.com/dotnet/sdk:10.0\nRUN dotnet build\nCMD ["dotnet", "watch"]'],
    ['an interpreter', 'FROM python:3.14\nRUN make\nCMD ["app"]'],
    ['no stage', 'RUN go build'],
  ],
  says: 'image is started from `golang:1.27`, with the compiler in it',
})
