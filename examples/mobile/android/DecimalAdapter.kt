package com.example.shop

import com.apollographql.apollo.api.Adapter
import com.apollographql.apollo.api.CustomScalarAdapters
import com.apollographql.apollo.api.json.JsonReader
import com.apollographql.apollo.api.json.JsonWriter
import java.math.BigDecimal

/** Amounts travel as text. The adapter of apollo-adapters-core writes a number, which the API refuses. */
object DecimalAdapter : Adapter<BigDecimal> {
    override fun fromJson(reader: JsonReader, customScalarAdapters: CustomScalarAdapters): BigDecimal =
        BigDecimal(reader.nextString()!!)

    override fun toJson(writer: JsonWriter, customScalarAdapters: CustomScalarAdapters, value: BigDecimal) {
        writer.value(value.toPlainString())
    }
}
