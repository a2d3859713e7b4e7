// The part of an Android app's build that generates Kotlin from the operations.
plugins {
    id("com.apollographql.apollo") version "4.3.2"
}

apollo {
    service("shop") {
        packageName.set("com.example.shop.api")
        schemaFiles.from("../schema.graphqls")
        srcDir("../operations")

        // Amounts are exact decimals: never Double.
        mapScalar("Decimal", "java.math.BigDecimal", "com.example.shop.DecimalAdapter")
        mapScalarToKotlinString("DateTime")
        mapScalarToKotlinString("Date")
        mapScalarToKotlinString("Currency")
        mapScalarToKotlinString("CountryCode")
        mapScalarToKotlinString("EmailAddress")
        mapScalarToKotlinString("URL")

        // Enum values may be added at any time: UNKNOWN__ is the default branch.
        sealedClassesForEnumsMatching.set(listOf(".*"))
        // The manifest that the gateway registers: orderprocessing persisted-operations --manifest FILE.
        operationManifestFormat.set("persistedQueryManifest")

        introspection {
            endpointUrl.set("http://localhost:4000/graphql")
            schemaFile.set(file("../schema.graphqls"))
        }
    }
}
